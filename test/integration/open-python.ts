// A Python program under `eddy run`, with Debian's debugpy, driven over its standard input and through the hub.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { type Hub, openHub } from '../../src/doors/client/index.ts';
import type { EddyEvent, Hold } from '../../src/wire/protocol/index.ts';
import { calm, debianPython, eddy, root } from '../launch/index.ts';

export const pythonPrograms = join(root, 'test/targets/python/probes');

const comesWithinMs = 90_000;

export interface PythonProgram {
  readonly hub: Hub;
  /** Of `eddy run`. */
  readonly pid: number;
  readonly stderr: () => string;
  /** One line that it printed, the next that was not asked for yet. */
  next(): Promise<string>;
  say(line: string): void;
  line(mark: string): number;
  /** What sessions said since it began to run, as it comes. */
  readonly events: readonly EddyEvent[];
  /** Looks at once and whenever an event has come, until there is something; tells what came when nothing does. */
  when<T>(look: () => T | undefined): Promise<T>;
  /** The next stop that is not the one before. */
  stop(before?: string): Promise<Hold>;
  value(hold: string, name: string): Promise<unknown>;
  evaluate(hold: string, expression: string): Promise<unknown>;
  /** Debugpy's adapters, which Eddy started and which run. */
  adapters(): number[];
  /** Of the program itself. */
  program(): number | undefined;
  /** Eddy itself, and not the program. */
  kill(): void;
  /** Told to, it ends; its status. */
  end(): Promise<number | null>;
  /** All that it said is here then. */
  readonly ended: Promise<number | null>;
}

/** `@mark` in an option is the line of that mark. */
export async function openPython(
  t: Pick<TestContext, 'after'>,
  file: string,
  options: readonly string[],
  more: { readonly words?: readonly string[]; readonly env?: Record<string, string>; readonly isQuiet?: false } = {},
): Promise<PythonProgram> {
  const folder = mkdtempSync('/tmp/ep-');
  const path = join(pythonPrograms, file);
  const marked = options.map(word =>
    word.replace(/@(?!throw|uncaught)(\w+)/, (_all, mark: string) => `${lineIn(path, mark)}`),
  );
  const words = [...marked, debianPython, path, ...(more.words ?? [])];
  const child = spawn(
    process.execPath,
    [eddy, 'run', ...(more.isQuiet === false ? [] : ['--quiet']), '--no-prompt', ...words],
    {
      env: { ...process.env, ...calm, ...more.env, TMPDIR: folder, XDG_STATE_HOME: folder, NODE_OPTIONS: '' },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', text => {
    stderr += text;
  });
  child.stdin.on('error', () => {});
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const over = once(child, 'exit');
  const ended = once(child, 'close').then(([status]) => status as number | null);
  const end = () => {
    child.stdin.end('end\n');
    return inTime('Its end', ended);
  };
  t.after(async () => {
    // Also what stands still ends by it.
    child.kill('SIGTERM');
    await over;
    rmSync(folder, { recursive: true, force: true });
  });
  const events: EddyEvent[] = [];
  const inTime = async <T>(what: string, coming: Promise<T>): Promise<T> => {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new Error(`${what} did not come. ${known()}`)), comesWithinMs).unref();
    try {
      return await Promise.race([coming, late.promise]);
    } finally {
      clearTimeout(timer);
    }
  };
  const known = () => `Until now: ${JSON.stringify(events)}, and it said: ${stderr}`;
  const next = async () => {
    const { value, done } = await inTime('A line', lines.next());
    if (done === true) throw new Error(`It ended, and said: ${stderr}`);
    return value as string;
  };
  await next();
  const hub = await openHub(String(child.pid), 'test', [folder]).catch(() => openHub(undefined, 'test', [folder]));
  t.after(() => hub.close());
  let wake = () => {};
  await hub.follow(['stopped', 'resumed', 'snap', 'log', 'probe-bound', 'probe-refused', 'probe-failed'], {
    onEvent: event => {
      events.push(event);
      wake();
    },
  });
  const when = async <T>(look: () => T | undefined): Promise<T> => {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      const coming = new Promise<void>(resolve => {
        wake = resolve;
      });
      await inTime('It', coming);
    }
  };
  return {
    hub,
    pid: child.pid as number,
    stderr: () => stderr,
    next,
    say: line => child.stdin.write(`${line}\n`),
    line: mark => lineIn(path, mark),
    events,
    when,
    async stop(before) {
      await when(() => events.find(({ kind, data }) => kind === 'stopped' && data.hold !== before));
      const found = (await hub.ask('holds', {})).holds.find(one => one.id !== before);
      if (found === undefined) throw new Error('It said that it stopped, and is not.');
      return found;
    },
    value: async (hold, name) => (await hub.ask('variables', { hold })).variables.find(one => one.name === name)?.value,
    evaluate: async (hold, expression) => (await hub.ask('evaluate', { hold, expression })).value,
    adapters: () => childrenOf(child.pid as number, 'probes/adapter.py'),
    program: () => childrenOf(child.pid as number, file)[0],
    kill: () => void child.kill('SIGKILL'),
    end,
    ended,
  };
}

/** 1-based line of the only `@mark` in a comment of a file. */
export function lineIn(file: string, mark: string): number {
  const lines = readFileSync(file, 'utf8').split('\n');
  const found = lines.flatMap((line, at) => (new RegExp(`# .*@${mark}\\b`).test(line) ? [at + 1] : []));
  if (found.length !== 1) throw new Error(`${file} has ${found.length} lines marked @${mark}, not one.`);
  return found[0] as number;
}

/** Processes that this one started, and whose words have these in them. */
export function childrenOf(parent: number, words: string): number[] {
  return readdirSync('/proc').flatMap(name => {
    const pid = Number(name);
    if (!Number.isInteger(pid)) return [];
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      const [state, ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(ppid) !== parent || state === 'Z') return [];
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(words) ? [pid] : [];
    } catch {
      // It ended just now.
      return [];
    }
  });
}

/** Settles when none of them runs any more; a process that nobody waited for counts as ended. */
export async function untilEnded(pids: readonly number[]): Promise<void> {
  for (const pid of pids) {
    while (isRunning(pid)) await new Promise(resolve => setTimeout(resolve, 10));
  }
}

function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return !stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false;
  }
}
