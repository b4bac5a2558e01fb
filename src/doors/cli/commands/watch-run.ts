import { type Clock, isEddyError } from '../../../base/index.ts';
import type { CliPorts, Exit, StartedProgram, Watching } from '../ports.ts';
import { oneLine, place } from '../words/index.ts';

/** One run, from its options to its end. */
export type RunOnce = (onStarted: (program: StartedProgram) => void) => Promise<Exit>;

export interface WatchedRun {
  readonly watching: Watching;
  readonly killAfterMs: number;
  readonly isSilent: boolean;
  runOnce: RunOnce;
}

const maxNamed = 3;

/** Runs it again each time that a file has changed. The next begins when the one before has ended: never two at once. */
export async function runWatched(
  { watching, killAfterMs, isSilent, runOnce }: WatchedRun,
  ports: CliPorts,
): Promise<Exit> {
  const say = (text: string) => {
    if (!isSilent) ports.err(`eddy: ${text}\n`);
  };
  let isAsked = false;
  const asked = ports.plane.interrupted().then(() => {
    isAsked = true;
  });
  try {
    for (;;) {
      watching.forget();
      const run = new OneRun(runOnce, ports.clock);
      const changed = watching.next();
      const first = await Promise.race([run.ended, changed]);
      if (isAsked) return run.ended;
      const files = Array.isArray(first) ? (first as readonly string[]) : undefined;
      if (files !== undefined) {
        say(`changed: ${named(files, ports.cwd)}; the program is ended, and started again`);
        await run.end(killAfterMs);
      } else {
        say(`${endWords(first as Exit)}; it is started again when a file changes (Ctrl-C: no more)`);
        const later = await Promise.race([changed, asked]);
        if (later === undefined) return first as Exit;
        say(`changed: ${named(later, ports.cwd)}`);
      }
      if (isAsked) return run.ended;
    }
  } finally {
    watching.close();
  }
}

/** A program that is running, or was. */
class OneRun {
  readonly ended: Promise<Exit>;
  readonly #clock: Clock;
  readonly #started = Promise.withResolvers<StartedProgram>();

  constructor(runOnce: RunOnce, clock: Clock) {
    this.#clock = clock;
    this.ended = runOnce(program => this.#started.resolve(program)).catch(error => {
      // A program that is not there may come with the next change; a configuration too.
      if (isEddyError(error)) return { status: 2, error: error.message };
      throw error;
    });
  }

  /** Asks it to end, and ends it when it does not. */
  async end(killAfterMs: number): Promise<void> {
    const program = await Promise.race([this.#started.promise, this.ended.then(() => undefined)]);
    program?.signal('SIGTERM');
    const timer = this.#clock.after(killAfterMs, () => program?.signal('SIGKILL'));
    await this.ended;
    timer.cancel();
  }
}

function endWords(exit: Exit & { readonly error?: string }): string {
  if (exit.error !== undefined) return oneLine(exit.error);
  return 'status' in exit ? `the program ended with ${exit.status}` : `the program was ended by ${exit.signal}`;
}

function named(files: readonly string[], cwd: string): string {
  const short = files.slice(0, maxNamed).map(file => place({ file, line: 0, function: '' }, cwd).replace(/:0$/, ''));
  const more = files.length - short.length;
  return `${short.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
