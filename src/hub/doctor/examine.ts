import { deadline, unlessAborted } from './deadline.ts';
import { listeningChecks } from './listening.ts';
import { nodeOptionChecks } from './node-options.ts';
import { type Check, failed, type Outcome, ok, type Row, skipped, warn } from './row.ts';
import { SampleRun } from './sample-run.ts';
import { sessionChecks } from './session-checks.ts';
import { softwareChecks } from './software.ts';
import { surroundingChecks } from './surroundings.ts';
import type { DoctorWork } from './work.ts';

const allWithinMs = 5_000;
/** Of that, for what is tried beside each other before the session. */
const checkShare = 0.4;
const interrupts = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Examination {
  readonly rows: readonly Row[];
  /** It was broken off; all that was started is gone. */
  readonly interrupted?: NodeJS.Signals;
}

/** Tries everything, and tells each row as soon as it and those before it are there. */
export async function examine(work: DoctorWork, onRow: (row: Row) => void = () => {}): Promise<Examination> {
  const stop = new AbortController();
  const startedMs = work.clock.monotonic();
  const { withinMs = allWithinMs } = work;
  let interrupted: NodeJS.Signals | undefined;
  const listeners = interrupts.map(name => {
    const listener = () => {
      interrupted ??= name;
      stop.abort(new Error(`It was broken off by ${name}.`));
    };
    process.on(name, listener);
    return () => void process.off(name, listener);
  });
  const rows: Row[] = [];
  const tell = (row: Row) => {
    rows.push(row);
    onRow(row);
  };
  try {
    const checks = [...softwareChecks(work), ...listeningChecks, ...surroundingChecks(work), ...nodeOptionChecks(work)];
    const { signal, done } = deadline(work.clock, withinMs * checkShare, stop.signal);
    const tried = checks.map(check => tryCheck(check, signal));
    for (const row of tried) tell(await row);
    done();
    if (stop.signal.aborted) return { rows, interrupted: interrupted! };
    const left = deadline(work.clock, withinMs - (work.clock.monotonic() - startedMs), stop.signal);
    await trySession(work, left.signal, tell).finally(left.done);
  } finally {
    for (const off of listeners) off();
  }
  return interrupted === undefined ? { rows } : { rows, interrupted };
}

/** One after the other; when one fails, the others would say nothing of their own. */
async function trySession(work: DoctorWork, signal: AbortSignal, tell: (row: Row) => void): Promise<void> {
  const run = tryOpen(() => new SampleRun(work, signal));
  if (run instanceof Error) {
    tell({ id: 'session', what: 'a session', ...failed(run.message, 'Set TMPDIR to a folder that you can write.') });
    return;
  }
  let broken: string | undefined;
  try {
    for (const check of sessionChecks(run)) {
      const { id, what } = check;
      const row = broken === undefined ? await tryCheck(check, signal) : { id, what, ...skipped(`${broken} failed`) };
      if (row.state === 'fail') broken = `"${what}"`;
      tell(row);
    }
  } finally {
    await run.close();
  }
  tell(await tryCheck(leftCheck(run), new AbortController().signal));
}

function tryOpen(open: () => SampleRun): SampleRun | Error {
  try {
    return open();
  } catch (error) {
    return error as Error;
  }
}

function leftCheck(run: SampleRun): Check {
  return {
    id: 'session-left',
    what: 'nothing is left',
    toDo: 'End what is named, and remove it.',
    run() {
      const left = run.left();
      return left.length === 0 ? ok('no process, no folder, no socket') : failed(left.join(', '), this.toDo);
    },
  };
}

async function tryCheck(check: Check, signal: AbortSignal): Promise<Row> {
  const { id, what, toDo, isOptional } = check;
  let outcome: Outcome;
  try {
    outcome = await unlessAborted((async () => check.run(signal))(), signal);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    outcome = isOptional ? warn(message, toDo) : failed(message, toDo);
  }
  return { id, what, ...outcome };
}
