import { fail } from '../../../base/index.ts';
import type { CdpPlace } from '../../../wire/cdp/index.ts';
import { sayDuration } from '../../../wire/protocol/index.ts';
import { endpointAt } from './endpoint.ts';
import type { OpenInspector } from './how.ts';
import { allPorts, hasLoopback, type ListenedPort, portsOf } from './listening.ts';
import { mayBeSignalled, nextTime } from './may-signal.ts';
import { isAlive, type ProcessFacts } from './process-facts.ts';
import { mustNotBeBlocked } from './standing.ts';
import { hearing } from './threads.ts';

export interface Found {
  readonly place: CdpPlace;
  readonly wasOpen: boolean;
}

const lookEveryMs = 20;
export const dialWithinMs = 2_000;
const lingerUnlessToldMs = 60_000;
/** Its own thread hears of the signal at once, whatever the program does; a crowded machine takes its time. */
const unheardMs = 1_000;

export async function openBySignal(
  facts: ProcessFacts,
  before: readonly ListenedPort[],
  how: OpenInspector,
): Promise<Found> {
  const { pid } = facts;
  mayBeSignalled(facts, how.evenWithOwnHandler === true);
  mustHaveLoopback(facts);
  mustBeFree(facts, before);
  await mustNotBeBlocked(pid, how.clock);
  how.tell(
    `the inspector of process ${pid} is opened by SIGUSR1 and closed again: until then, whoever reaches this machine’s loopback can read its address and look into the program as we do. Node says so on the program’s standard error.`,
  );
  const hasHeard = hearing(pid);
  process.kill(pid, 'SIGUSR1');
  return waitForPort(facts, before, how, hasHeard);
}

/** Where its inspector would listen. */
export function expectedPort({ words, nodeOptions }: ProcessFacts): number {
  const all = [...nodeOptions.split(/\s+/), ...words];
  for (let at = all.length - 1; at >= 0; at--) {
    const word = /^--(?:inspect|debug)-port$/.test(all[at - 1] ?? '') ? `--inspect-port=${all[at]}` : (all[at] ?? '');
    const [, port] = /^--(?:inspect|debug)(?:-port|-brk|-wait)?=(?:.*:)?(\d+)$/.exec(word) ?? [];
    if (port !== undefined) return Number(port);
  }
  return 9229;
}

/** Node could listen there, and nobody could dial it. */
function mustHaveLoopback({ pid }: ProcessFacts): void {
  if (hasLoopback()) return;
  throw fail('refused', `The loopback of this network is down: the inspector of process ${pid} could not be reached.`, {
    hint: 'Bring it up, as root in that network: ip link set lo up. Nothing was sent.',
  });
}

function mustBeFree(facts: ProcessFacts, own: readonly ListenedPort[]): void {
  const port = expectedPort(facts);
  if (port === 0 || own.some(one => one.port === port)) return;
  if (allPorts(facts.pid).some(one => one.port === port && (one.host === '127.0.0.1' || one.host === '0.0.0.0')))
    throw fail('refused', `Port ${port}, where Node would open the inspector of process ${facts.pid}, is taken.`, {
      hint: `Another process listens there, as one that was started with --inspect. See: ss -ltnp 'sport = :${port}'. Nothing was sent.`,
    });
}

async function waitForPort(
  facts: ProcessFacts,
  before: readonly ListenedPort[],
  how: OpenInspector,
  hasHeard: () => boolean | undefined,
): Promise<Found> {
  const { clock, withinMs, openWithinMs = withinMs, lingerMs = lingerUnlessToldMs, signal, tell } = how;
  const { pid } = facts;
  const known = new Set(before.map(({ inode }) => inode));
  const since = clock.monotonic();
  let until = since + openWithinMs;
  let isLingering = false;
  // What is on its way is waited for, so that it can be closed.
  const hurry = () => {
    until = Math.min(until, clock.monotonic() + dialWithinMs);
  };
  signal?.addEventListener('abort', hurry, { once: true });
  for (;;) {
    if (!isAlive(pid)) throw fail('no-run', `Process ${pid} ended while its inspector was opened.`);
    const fresh = (portsOf(pid) ?? []).filter(({ inode }) => !known.has(inode));
    for (const port of fresh) {
      const place = await endpointAt(port, clock, Math.max(1, Math.min(dialWithinMs, until - clock.monotonic())));
      if (place !== undefined) return { place, wasOpen: false };
    }
    const now = clock.monotonic();
    if (now - since > unheardMs && hasHeard() === false) break;
    if (now > until) {
      if (isLingering || signal?.aborted === true || lingerMs === 0) break;
      isLingering = true;
      until = now + lingerMs;
      tell(
        `process ${pid} does not answer, as in a call outside JavaScript. Its inspector will open when it goes on: that is waited for, ${sayDuration(lingerMs)} at most, so that it is closed again.`,
      );
    }
    await new Promise<void>(resolve => clock.after(lookEveryMs, resolve, { holdsProcess: true }));
  }
  // Opened before at a port that nobody told: only now are its own ports asked.
  for (const port of before) {
    const place = await endpointAt(port, clock, dialWithinMs);
    if (place !== undefined) return { place, wasOpen: true };
  }
  throw unopened(facts, clock.monotonic() - since, how, hasHeard());
}

function unopened(
  facts: ProcessFacts,
  waitedMs: number,
  { signal }: OpenInspector,
  hasHeard: boolean | undefined,
): Error {
  const { pid } = facts;
  const [sent, port] = [`Process ${pid} was sent SIGUSR1`, expectedPort(facts)];
  if (hasHeard === false)
    return fail('refused', `${sent} and does something of its own at it, which it has done: no inspector opens.`, {
      hint: nextTime,
    });
  const late = `When it goes on its inspector will open at ${port === 0 ? 'a port that it chooses' : `port ${port}`}, and stay so until the process ends.`;
  if (signal?.aborted === true) return fail('cancelled', `Interrupted while process ${pid} did not answer. ${late}`);
  const own = hasHeard === true ? '' : ', or has a handler of its own for that signal, which has run';
  return fail('no-answer', `${sent} and opened no inspector within ${sayDuration(waitedMs)}.`, {
    hint: `It is blocked outside JavaScript (a synchronous call) or stopped${own}. ${late}`,
  });
}
