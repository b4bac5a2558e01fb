import { type Clock, fail } from '../../../base/index.ts';
import { type CdpConnection, type CdpPlace, type CdpWaits, dialCdp } from '../../../wire/cdp/index.ts';
import { mustHaveBegun } from './begun.ts';
import { dialWithinMs, expectedPort, type Found, openBySignal } from './by-signal.ts';
import { closeInspector, closeWhenWeAreGone, type OpenPort } from './close.ts';
import { endpointAt } from './endpoint.ts';
import type { OpenInspector } from './how.ts';
import { isConnectedTo, type ListenedPort, portsOf } from './listening.ts';
import { mustBeReachable } from './may-signal.ts';
import { isAlive, type ProcessFacts, readProcess } from './process-facts.ts';

export interface OpenedInspector {
  readonly facts: ProcessFacts;
  readonly connection: CdpConnection;
  readonly port: number;
  /** It was open before we came, and stays so. */
  readonly wasOpen: boolean;
  /** The program ends; it was let go at once. */
  isEnding(): boolean;
  /** Hangs up, closes what we opened, and sees that it is closed. Fails where that cannot be seen. Any number of times. */
  close(): Promise<void>;
}

/** All that can be known is looked at before anything is sent. */
export async function openInspector(pid: number, how: OpenInspector): Promise<OpenedInspector> {
  const { clock, withinMs } = how;
  const facts = readProcess(pid);
  mustBeReachable(facts);
  how.mayBe?.(facts);
  const before = portsOf(pid);
  if (before === undefined)
    throw fail('refused', `The files of process ${pid} are not shown to us: which port is its own cannot be told.`, {
      hint: `Run eddy as its user (uid ${facts.user}), and in its container: docker exec -u ${facts.user} CONTAINER eddy …`,
    });
  const found = (await tryOpen(facts, before, clock)) ?? (await openBySignal(facts, before, how));
  const { place, wasOpen } = found;
  const at = { port: place.port, clock, withinMs, isEnding: () => !isAlive(pid) };
  let closing: Promise<void> | undefined;
  try {
    how.signal?.throwIfAborted();
    const connection = await dialIts(facts, place, { clock, withinMs });
    if (wasOpen) await mustHaveBegun(facts, connection);
    const isEnding = letEnd(connection);
    if (!wasOpen) void closeWhenWeAreGone(facts, connection);
    const close = async () => {
      try {
        if (!wasOpen) await closeInspector(facts, connection, { ...at, isEnding });
      } finally {
        await connection.close();
      }
    };
    return { facts, connection, port: place.port, wasOpen, isEnding, close: () => (closing ??= close()) };
  } catch (error) {
    if (!wasOpen) await closeAgain(facts, place, at);
    throw error;
  }
}

/** A program that ends waits for whoever visits its inspector, for as long as they stay. Tells whether it came to that. */
export function letEnd(connection: CdpConnection): () => boolean {
  let isEnding = false;
  connection.on('NodeRuntime.waitingForDisconnect', () => {
    isEnding = true;
    void connection.close();
  });
  connection.ask('NodeRuntime.notifyWhenWaitingForDisconnect', { enabled: true }).catch(() => {});
  return () => isEnding;
}

/** Open already: by --inspect, by the program itself, by somebody's signal. Only ports that may be one are asked. */
async function tryOpen(facts: ProcessFacts, ports: readonly ListenedPort[], clock: Clock): Promise<Found | undefined> {
  const told = /(?:^|\s)--inspect(?!-port)(?:-\w+)?(?:=|\s|$)/.test([...facts.words, facts.nodeOptions].join(' '));
  const expected = expectedPort(facts);
  const likely = ports.filter(({ port }) => port === expected);
  // Elsewhere only where it was told to open one: the others are the program's own.
  for (const port of told ? [...likely, ...ports.filter(one => !likely.includes(one))] : likely) {
    const place = await endpointAt(port, clock, dialWithinMs);
    if (place !== undefined) return { place, wasOpen: true };
  }
  return undefined;
}

/** After something failed: closes it, and gives what failed in the words of who asked. `doing`: as in "in the middle of its dump". */
export async function closeAfter(
  error: unknown,
  { facts: { pid }, connection, isEnding, close }: OpenedInspector,
  { doing, tell }: { readonly doing: string } & Pick<OpenInspector, 'tell'>,
): Promise<unknown> {
  const wasLost = connection.isOver;
  await close().catch((trouble: Error) => tell(trouble.message));
  if (isEnding() || !isAlive(pid)) return fail('no-run', `Process ${pid} ended ${doing}.`);
  if (!wasLost) return error;
  return fail('no-answer', `The inspector of process ${pid} was closed ${doing}, and not by us.`, {
    hint: 'A second eddy does so, or the program itself: ask again when nobody else looks into it.',
  });
}

/** Nothing is said to whoever else may listen there by now. */
async function dialIts({ pid }: ProcessFacts, place: CdpPlace, waits: CdpWaits): Promise<CdpConnection> {
  const connection = await dialCdp(place, waits);
  if (isConnectedTo(pid, place.port, connection.localPort)) return connection;
  await connection.close();
  throw fail('refused', `What answers at port ${place.port} is not process ${pid}. Nothing was said to it.`, {
    hint: `See who listens there: ss -ltnp 'sport = :${place.port}'.`,
  });
}

async function closeAgain(facts: ProcessFacts, place: CdpPlace, at: OpenPort): Promise<void> {
  const { clock } = at;
  const connection = await dialIts(facts, place, { clock, withinMs: dialWithinMs }).catch(() => undefined);
  if (connection === undefined) return;
  await closeInspector(facts, connection, at).catch(() => {});
  await connection.close();
}
