import { BroadcastChannel, isMainThread, type MessagePort, threadId, type Worker } from 'node:worker_threads';
import { hideInWords } from '../../base/index.ts';
import {
  type Activity,
  encodeLine,
  RunRecord,
  type TargetEnd,
  type TargetInfo,
  type TargetLine,
} from '../../wire/protocol/index.ts';
import {
  Channel,
  greeting,
  leaveLines,
  Switches,
  socketPathOf,
  startKeeper,
  type ThreadGone,
  type ThreadHello,
  writeReport,
} from '../keeper/index.ts';
import { limits, type Runtime } from '../runtime/inside.ts';
import { listOpenStreams } from '../runtime/streams/index.ts';
import { isInspectable, runsUnseen } from './inspectable.ts';
import { introduceUntilKnown } from './introduce.ts';
import { type InsideOptions, isHeard } from './options.ts';
import { SaidEvents } from './said-events.ts';
import { threadCpuMs } from './thread-cpu.ts';
import { unheardEvents } from './unheard.ts';

const mainBytes = 4 * 1024 * 1024;
const threadBytes = 1024 * 1024;
const stateEveryMs = 1_000;
const mostBetweenStatesMs = 10_000;
/** The program's end waits for us at most this long. */
const endMs = 100;
/** A hub that is there reads last words at once. */
const leaveMs = 1_000;

/** A thread's way to the keeper. */
export interface Line {
  readonly channel: Channel;
  /** Bytes of this thread's gates. */
  readonly switches: Switches;
  say(line: TargetLine, urgent?: boolean): void;
  /** Now, and not only when it is time again. */
  sayState(): void;
  /** Where the process may be ended next: until what was said is with the keeper, as long as at the end. */
  settle(): void;
  /** The last words: state, end; returns when they left the process, or when the time is up. */
  close(end: TargetEnd, pending?: Activity): void;
  /** The same where the program goes on: nobody waits, and the keeper's thread is over when it settles. */
  leave(): Promise<void>;
}

/** Undefined where nobody wants to hear anything. `port`: where this thread finds its orders; absent: on the channel of all. */
export function openLine(rt: Runtime, options: InsideOptions, port?: MessagePort): Line | undefined {
  if (!isHeard(options)) return undefined;
  const channel = new Channel(isMainThread ? mainBytes : threadBytes);
  const threads = threadsChannel();
  const info = describeTarget(rt, options);
  const chunks: SharedArrayBuffer[] = [];
  let introduce = () => {};
  const switches = new Switches(chunk => {
    chunks.push(chunk);
    if (chunks.length > 1) tellKeeper({ target: rt.target, switches: chunk });
  });
  switches.take(0);
  const say = (line: TargetLine, urgent = false) => {
    if (!channel.tryWrite(encodeLine(line))) rt.drop(`${line.say} lines`);
    else if (urgent) channel.ring();
  };

  let keeper: Worker | undefined;
  if (isMainThread) {
    if (runsUnseen()) rt.notes.add('Node has no inspector in this process: a blocked loop is not looked at.');
    keeper = startKeeper({
      shared: channel.shared,
      threads,
      orders: ordersChannel(),
      ...(port === undefined ? {} : { port }),
      switches: chunks[0]!,
      target: rt.target,
      pid: process.pid,
      loopBlockedMs:
        isInspectable() && options.settings?.loopWatch !== false ? limits.loopBlockedMs : Number.MAX_SAFE_INTEGER,
      ...(options.hub === undefined ? {} : { hub: options.hub }),
      ...(options.settings?.reconnect === undefined ? {} : { reconnect: options.settings.reconnect }),
      ...(options.reportFile === undefined ? {} : { reportFile: options.reportFile }),
      ...(options.eventsFile === undefined ? {} : { eventsFile: options.eventsFile }),
      ...(options.failOn === undefined ? {} : { failOn: options.failOn }),
    });
  } else {
    introduce = () => {
      tellKeeper({ target: rt.target, shared: channel.shared, switches: chunks[0]!, info });
      for (const chunk of chunks.slice(1)) tellKeeper({ target: rt.target, switches: chunk });
    };
    introduceUntilKnown(rt.clock, () => channel.isKnown, introduce);
  }

  say({ say: 'target', target: info }, true);
  const events = new SaidEvents(channel, rt);
  if (options.events) rt.onEvent(event => events.say(event));
  // What only tells is heard at the keeper's next look: ringing costs a third of a snapshot.
  rt.onTold(event => events.say(event, event.kind !== 'snap' && event.kind !== 'log'));
  rt.findings.onGroup((key, finding) => {
    // A storm at one site is told at its doublings; the end tells the final counts.
    if ((finding.count & (finding.count - 1)) === 0) say({ say: 'finding', target: rt.target, key, finding }, true);
  });
  const stateNow = () => {
    const letGo = channel.takeLetGo();
    if (letGo > 0) rt.drop('lines while the hub was away', letGo);
    return { ...rt.state(), said: events.mark };
  };
  const sayState = (urgent = false) =>
    say({ say: 'state', target: rt.target, at: rt.clock.now(), state: stateNow() }, urgent);
  tellState(rt, sayState, options.settings?.stateEveryMs);

  return {
    channel,
    switches,
    say,
    sayState: () => sayState(true),
    settle: () => channel.waitTaken(endMs),
    close(end, pending) {
      const deadline = performance.now() + endMs;
      const words: TargetLine[] = [];
      const last = (line: TargetLine) => {
        words.push(line);
        channel.writeUntil(encodeLine(line), deadline);
      };
      const at = rt.clock.now();
      for (const { key, finding } of rt.findings.groups()) last({ say: 'finding', target: rt.target, key, finding });
      const streams = rt.guard('open streams', () => listOpenStreams(rt));
      const { sections, ...state } = stateNow();
      const whole = { ...sections, ...(streams === undefined ? {} : { streams }) };
      last({ say: 'state', target: rt.target, at, state: { ...state, sections: whole } });
      if (pending !== undefined) last({ say: 'activity', target: rt.target, activity: pending });
      last({
        say: 'end',
        target: rt.target,
        at,
        info: { ...info, isolation: rt.isolation, notes: [...rt.notes], ended: at, end },
      });
      channel.sayEnding();
      if (!isMainThread && !channel.isKnown) introduce();
      if (channel.waitFlushed(deadline - performance.now())) return;
      // A thread's keeper lives on: what is in the channel is its, and what was taken out here it would never tell.
      const events = isMainThread ? unheardEvents(channel) : [];
      rt.guard('last words', () => leave([{ say: 'target', target: info }, ...events, ...words], options, rt));
    },
    async leave() {
      const at = rt.clock.now();
      const notes = [...rt.notes];
      say({ say: 'state', target: rt.target, at, state: stateNow() });
      const end = { how: 'detached' } as const;
      say({ say: 'end', target: rt.target, at, info: { ...info, isolation: rt.isolation, notes, ended: at, end } });
      channel.sayEnding();
      await channel.flushed(leaveMs);
      await keeper?.terminate();
    },
  };
}

/** On which every thread of this process hears what the hub asks. */
export function ordersChannel(): string {
  return `eddy.orders.${process.pid}`;
}

/** On which the keeper hears of threads. */
function threadsChannel(): string {
  return `eddy.threads.${process.pid}`;
}

export function tellKeeper(what: ThreadHello | ThreadGone): void {
  const port = new BroadcastChannel(threadsChannel());
  port.unref();
  port.postMessage(what);
  port.close();
}

/** A program may end before the keeper is up, or while its hub is away: then its last words go into a file, where the hub looks for them. */
function leave(words: readonly TargetLine[], options: InsideOptions, rt: Runtime): void {
  if (options.hub !== undefined) {
    const path = socketPathOf(options.hub.address);
    if (path === undefined) return;
    leaveLines(path, rt.target, greeting(options.hub, process.pid) + words.map(encodeLine).join(''));
  } else if (options.reportFile !== undefined && isMainThread) {
    // Events that the keeper took are none of these.
    const record = new RunRecord(rt.main.startedAt, {}, { unheard: 0 });
    for (const line of words) record.take(line);
    writeReport(options.reportFile, `${JSON.stringify(record.report(rt.clock.now()), null, 2)}\n`);
  }
}

/** What the hub has when the program is killed: the state of a moment ago. It takes at most 1 % of the thread's time. */
function tellState(rt: Runtime, sayState: () => void, everyMs = stateEveryMs): void {
  const tell = () => {
    // Its work, not its time: on a crowded machine a look of a millisecond lasts a second, and the next would come in minutes.
    const from = threadCpuMs();
    // In a timer of ours: what it threw would end the program.
    rt.guard('state', sayState);
    const workedMs = threadCpuMs() - from;
    rt.clock.after(Math.max(everyMs, Math.min(workedMs * 100, mostBetweenStatesMs)), tell);
  };
  rt.clock.after(everyMs / 4, tell);
}

function describeTarget(rt: Runtime, { parent }: InsideOptions): TargetInfo {
  return {
    id: rt.target,
    kind: isMainThread ? 'process' : 'worker',
    pid: process.pid,
    thread: threadId,
    ...(parent === undefined ? {} : { parent }),
    node: process.versions.node,
    argv: hideInWords([process.execPath, ...process.argv.slice(1)]),
    started: rt.clock.now(),
    isolation: rt.isolation,
    notes: [],
  };
}
