import { setTimeout as pause } from 'node:timers/promises';
import type { Hub } from '../../../src/doors/client/index.ts';
import { openPython, type PythonProgram, untilEnded } from '../../integration/open-python.ts';
import { changedDebugpy } from '../../launch/debugpy.ts';
import type { PythonRound } from './plan.ts';

export interface PythonOutcome {
  readonly round: PythonRound;
  readonly problems: readonly string[];
  /** Answers that the program gave after the fault. */
  readonly answered: number;
}

const roundWithinMs = 40_000;
const answersAfter = 2;
const answer = [40, 40, 40, 40, 40, 40];

/** Jobs under `eddy run`, a controller that stops, looks, steps and resumes, and one thing that breaks meanwhile. */
export async function playPythonRound(round: PythonRound): Promise<PythonOutcome> {
  const closers: (() => Promise<void> | void)[] = [];
  const problems: string[] = [];
  let answered = 0;
  let seen: PythonProgram | undefined;
  try {
    await within(roundWithinMs, async () => {
      const owner = { after: (close: unknown) => void closers.push(close as () => Promise<void>) };
      const program = await openPython(owner, 'jobs.py', [], { env: environmentOf(owner, round) });
      seen = program;
      const adapters = new Set<number>();
      const play = playWell(program, round, adapters).catch(() => {});
      await breakIt(program, round, adapters, play);
      answered = await verdict(program, round, adapters, problems);
    });
  } catch (error) {
    const left = `adapters ${seen?.adapters().join() ?? ''}, program ${seen?.program() ?? 'gone'}`;
    problems.push(`${error}; ${left}; last event ${JSON.stringify(seen?.events.at(-1))?.slice(0, 300)}`);
  } finally {
    for (const close of closers.reverse()) await close();
  }
  return { round, problems, answered };
}

function environmentOf(
  owner: Parameters<typeof changedDebugpy>[0],
  { fault, slowMs }: PythonRound,
): Record<string, string> {
  if (fault === 'adapter slow') {
    return { PYTHONPATH: changedDebugpy(owner, { before: `if is_adapter: time.sleep(${slowMs / 1000})` }) };
  }
  if (fault === 'adapter silent') {
    return { PYTHONPATH: changedDebugpy(owner, { before: 'while is_adapter: time.sleep(1)' }) };
  }
  return {};
}

/** What a person would do; each moment is told as it begins. */
async function playWell(program: PythonProgram, round: PythonRound, adapters: Set<number>): Promise<void> {
  const { hub } = program;
  const match = round.isBound ? [{ by: 'task' as const, glob: 'job-3' }] : [];
  const note = () => {
    for (const pid of program.adapters()) adapters.add(pid);
  };
  const begin = async (moment: PythonRound['moment']) => {
    note();
    if (moment === round.moment) moments.get(program)?.();
  };
  await begin('probe is set');
  const place = { file: 'jobs.py', line: program.line('after') };
  const limits = { holdForMs: round.holdForMs };
  await hub.ask('probe', { session: 'one', match, probes: [{ kind: 'stop', place }], limits });
  // An answer says what is known after a second; on a busy machine debugpy takes longer.
  const known = await program.when(() =>
    program.events.find(({ kind }) => kind === 'probe-bound' || kind === 'probe-refused'),
  );
  if (known.kind === 'probe-refused') return;
  await begin('runs');
  program.say('go');
  let stop = await program.stop();
  await begin('stopped');
  await begin('evaluates');
  await hub.ask('evaluate', { hold: stop.id, expression: 'total + 1' });
  await begin('steps');
  const { next } = await hub.ask('step', { hold: stop.id, step: 'over' });
  stop = next ?? stop;
  await begin('resumes');
  await hub.ask('resume', {});
  await begin('probe goes');
  await letGo(hub);
}

const moments = new WeakMap<PythonProgram, () => void>();

async function breakIt(
  program: PythonProgram,
  round: PythonRound,
  adapters: Set<number>,
  play: Promise<void>,
): Promise<void> {
  const reached = new Promise<void>(resolve => void moments.set(program, resolve));
  await Promise.race([reached, play]);
  await pause(round.laterMs);
  for (const pid of program.adapters()) adapters.add(pid);
  switch (round.fault) {
    case 'adapter killed':
      signalAll(adapters, 'SIGKILL');
      break;
    case 'adapter stands still':
      signalAll(adapters, 'SIGSTOP');
      break;
    case 'hub killed':
      program.kill();
      break;
    case 'program killed':
      signalAll(new Set([program.program() ?? 0]), 'SIGKILL');
      break;
    case 'connection cut':
      program.say('cut');
      break;
    case 'adapter slow':
    case 'adapter silent':
    case 'none':
      break;
  }
}

/** The program answers, nobody is stopped for ever, and of ours nothing runs when it has ended. */
async function verdict(
  program: PythonProgram,
  { fault }: PythonRound,
  adapters: Set<number>,
  problems: string[],
): Promise<number> {
  let answered = 0;
  if (fault !== 'program killed') {
    if (fault !== 'hub killed') await letGo(program.hub).catch(() => {});
    for (let at = 0; at < answersAfter; at++) program.say('go');
    while (answered < answersAfter) {
      const line = await program.next();
      if (!line.startsWith('[')) continue;
      const totals = (JSON.parse(line) as { total: number }[]).map(one => one.total);
      if (JSON.stringify(totals) !== JSON.stringify(answer)) problems.push(`it answered ${line}`);
      answered++;
    }
  }
  for (const pid of program.adapters()) adapters.add(pid);
  const status = await program.end();
  const expected = fault === 'program killed' || fault === 'hub killed' ? null : 0;
  if (status !== expected) problems.push(`its status was ${status}; it said ${program.stderr()}`);
  signalAll(adapters, 'SIGCONT');
  await untilEnded([...adapters]);
  return answered;
}

async function letGo(hub: Hub): Promise<void> {
  await hub.ask('off', {});
  await hub.ask('resume', {});
}

function signalAll(pids: ReadonlySet<number>, signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      if (pid > 0) process.kill(pid, signal);
    } catch {
      // It is gone already.
    }
  }
}

async function within(ms: number, run: () => Promise<void>): Promise<void> {
  const late = new AbortController();
  const limit = pause(ms, undefined, { signal: late.signal }).then(() => {
    throw new Error(`the round was not over after ${ms} ms`);
  });
  limit.catch(() => {});
  try {
    await Promise.race([run(), limit]);
  } finally {
    late.abort();
  }
}
