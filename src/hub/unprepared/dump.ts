import { readFileSync } from 'node:fs';
import { type Clock, fail, hideInWords } from '../../base/index.ts';
import { sayDuration, type UnpreparedDump } from '../../wire/protocol/index.ts';
import { closeAfter, type OpenedInspector, openInspector } from '../engine/inspector/index.ts';
import { type Asking, evaluate, objectGroup, openAsking } from './asking.ts';
import { estimateMemoryBytes, estimatePauseMs } from './estimate.ts';
import { describe, type FunctionCalls, groupCalls } from './functions.ts';
import { HeapGraph } from './heap-graph.ts';
import { Looker } from './looker.ts';
import { PauseMeter } from './pause-meter.ts';
import { Places } from './places.ts';
import { readScripts } from './scripts.ts';
import { SnapshotReader } from './snapshot-reader.ts';
import { findSuspended } from './suspended.ts';

export interface DumpUnprepared {
  readonly pid: number;
  /** What is evaluated in the program to read values: a built file of ours. */
  readonly readerFile: string;
  readonly clock: Clock;
  /** Although it will stand still for long, or may have its own handler of SIGUSR1. */
  readonly yes: boolean;
  /** For looking at calls, after the snapshot. */
  readonly budgetMs: number;
  /** Of each function at most. */
  readonly samples: number;
  readonly signal?: AbortSignal;
  tell(text: string): void;
}

/** A pause up to this is not asked for. */
const maxUnaskedMs = 1_000;
const answerWithinMs = 10_000;

export async function dumpUnprepared(job: DumpUnprepared): Promise<UnpreparedDump> {
  const { pid, clock, signal, tell, yes } = job;
  const opened = await openInspector(pid, {
    clock,
    withinMs: answerWithinMs,
    evenWithOwnHandler: yes,
    tell,
    ...(signal === undefined ? {} : { signal }),
  });
  const since = clock.monotonic();
  let taken: Taken;
  try {
    taken = await take(job, opened);
  } catch (error) {
    throw await closeAfter(error, opened, { doing: 'in the middle of its dump', tell });
  }
  const trouble = await opened.close().then(
    () => undefined,
    (error: Error) => error.message,
  );
  if (trouble !== undefined) tell(trouble);
  const { port, wasOpen } = opened;
  return {
    ...taken,
    inspector: { port, wasOpen, isOpen: wasOpen || trouble !== undefined },
    cost: { ...taken.cost, openMs: Math.round(clock.monotonic() - since) },
  };
}

type Taken = Omit<UnpreparedDump, 'inspector' | 'cost'> & { readonly cost: Omit<UnpreparedDump['cost'], 'openMs'> };

async function take(job: DumpUnprepared, { facts, connection }: OpenedInspector): Promise<Taken> {
  const { pid, clock, signal } = job;
  const asking = openAsking(connection, clock, signal);
  const { usedSize } = await asking.ask('Runtime.getHeapUsage');
  const estimatedPauseMs = estimatePauseMs(usedSize);
  mayPause(job, usedSize, estimatedPauseMs);
  const node = String(await evaluate(asking, 'process.version', true).catch(() => ''));
  const places = new Places(await readScripts(asking), facts.root);
  const notes = await workerNotes(asking);
  const meter = await PauseMeter.open(asking);
  try {
    if (!meter.turns) await mustNotBeBusy(asking, pid);
    const at = clock.now();
    const { graph, ...cost } = await takeHeap(asking, pid, Math.max(60_000, estimatedPauseMs * 30));
    const pauseMs = await meter.read();
    const found = findSuspended(graph);
    const groups = groupCalls(found, places);
    const looked = await lookAt(groups, graph, asking, job);
    const lookPauseMs = looked.count === 0 ? undefined : await meter.read();
    if (looked.isElsewhere) notes.push('Locals of code in a context of its own (node:vm) are not read.');
    const functions = describe(groups, found, places);
    const sum = (isIdle: boolean) =>
      functions.filter(({ idle }) => idle === isIdle).reduce((all, { count }) => all + count, 0);
    return {
      version: 1,
      of: 'unprepared-process',
      at,
      process: { pid, node, words: hideInWords(facts.words) },
      heap: { usedBytes: usedSize, objects: graph.nodeCount },
      cost: {
        estimatedPauseMs,
        ...(pauseMs === undefined ? {} : { pauseMs }),
        ...(lookPauseMs === undefined ? {} : { lookPauseMs }),
        ...cost,
        lookMs: looked.tookMs,
      },
      waiting: sum(false),
      idle: sum(true),
      looked: looked.count,
      sampled: looked.count < found.all.length,
      gone: looked.gone,
      functions,
      notes,
    };
  } finally {
    await meter.close().catch(() => {});
    await connection.ask('Runtime.releaseObjectGroup', { objectGroup }).catch(() => {});
  }
}

function mayPause({ pid, yes }: DumpUnprepared, usedBytes: number, pauseMs: number): void {
  const memoryBytes = estimateMemoryBytes(usedBytes);
  if (yes || (pauseMs <= maxUnaskedMs && memoryBytes < process.availableMemory() / 2)) return;
  const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`;
  throw fail(
    'refused',
    `Process ${pid} has a heap of ${megabytes(usedBytes)}: it would stand still for some ${sayDuration(pauseMs)}, and need up to ${megabytes(memoryBytes)} more memory meanwhile.`,
    { hint: 'If it may: say --yes.', data: { pauseMs, usedBytes, memoryBytes } },
  );
}

/**
 * V8 writes its heap down between two turns of the loop alone. What runs meanwhile is on the stack below what we evaluate; where
 * nothing is, the loop does turn, and the program has its own idea of timers.
 */
async function mustNotBeBusy(asking: Asking, pid: number): Promise<void> {
  const stack = String(await evaluate(asking, 'String(new Error().stack)', true));
  const [line] = stack
    .split('\n')
    .filter(one => /^ {4}at .*[\w)]:\d+:\d+\)?$/.test(one) && !one.includes('<anonymous>'));
  if (line === undefined) return;
  const where = hideInWords([line.trim().slice(0, 300)]).join();
  throw fail(
    'no-answer',
    `Process ${pid} does not turn its event loop: it is busy ${where}. Its heap can be read between two turns alone.`,
    { hint: 'Ask again when it goes on.' },
  );
}

/** The inspector is of the main thread; workers are told of beside it. */
async function workerNotes({ connection, ask }: Asking): Promise<string[]> {
  let count = 0;
  const off = connection.on('NodeWorker.attachedToWorker', () => void count++);
  try {
    await ask('NodeWorker.enable', { waitForDebuggerOnStart: false });
    await ask('NodeWorker.disable');
  } catch {
    return [];
  } finally {
    off();
  }
  return count === 0
    ? []
    : [
        count === 1
          ? 'Its worker thread has a heap of its own, which is not in here.'
          : `Its ${count} worker threads have heaps of their own, which are not in here.`,
      ];
}

async function takeHeap({ connection, clock, ask }: Asking, pid: number, withinMs: number) {
  const graph = new HeapGraph();
  const reader = new SnapshotReader(graph);
  const before = memoryOf(pid);
  let most = before;
  let trouble: unknown;
  const look = () => {
    most = Math.max(most, memoryOf(pid));
  };
  const timer = clock.every(50, look);
  const off = connection.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => {
    look();
    if (trouble !== undefined) return;
    try {
      reader.take(String(chunk));
    } catch (error) {
      trouble = error;
    }
  });
  const since = clock.monotonic();
  try {
    await ask('HeapProfiler.takeHeapSnapshot', { reportProgress: false }, withinMs);
  } finally {
    off();
    timer.cancel();
  }
  if (trouble !== undefined) throw trouble;
  if (!reader.isWhole) throw fail('bad-message', `The heap snapshot of process ${pid} ended before its end.`);
  return { graph, memoryBytes: most - before, snapshotMs: Math.round(clock.monotonic() - since) };
}

function memoryOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** In turns, so that each function gets a first look before one gets a second. */
async function lookAt(groups: readonly FunctionCalls[], graph: HeapGraph, asking: Asking, job: DumpUnprepared) {
  const { clock, budgetMs, samples } = job;
  const since = clock.monotonic();
  let count = 0;
  let gone = 0;
  let isElsewhere = false;
  const taken = () => clock.monotonic() - since;
  const looker = groups.length === 0 ? undefined : await Looker.open(asking, job.readerFile);
  for (let round = 0; round < samples; round++) {
    for (const { order, looks } of groups) {
      const call = order[round];
      // The next takes what one took so far: with it the budget would be passed.
      if (call === undefined || looker === undefined || taken() + taken() / Math.max(1, count) > budgetMs) continue;
      const look = await looker.look(graph.idOf(call.node));
      looks.push({ call, look });
      count++;
      if (look.how === 'gone') gone++;
      else isElsewhere ||= look.isElsewhere;
    }
  }
  return { count, gone, isElsewhere, tookMs: Math.round(taken()) };
}
