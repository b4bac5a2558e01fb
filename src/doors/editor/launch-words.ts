import { basename, isAbsolute, resolve } from 'node:path';
import { fail } from '../../base/index.ts';
import { flag, type Given, text, texts } from './settings.ts';

/** What a `launch` asks to be started. */
export interface LaunchWords {
  readonly words: readonly [string, ...string[]];
  /** What runs the file, as the user named it: a Python or a virtual environment. */
  readonly python?: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | null>>;
  readonly stopOnEntry: boolean;
  /** A terminal of the editor; else what it writes comes as events. */
  readonly terminal?: 'integrated' | 'external';
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly observeOnly: boolean;
}

/** Without a runtime named, a file is run by what its ending says. */
export function readLaunch(given: Given, ownCwd: string): LaunchWords {
  const cwd = resolve(ownCwd, text(given, 'cwd') ?? '.');
  const terminal = terminalOf(text(given, 'console'));
  return {
    ...wordsOf(given, cwd),
    cwd,
    env: environment(given),
    stopOnEntry: flag(given, 'stopOnEntry'),
    ...(terminal === undefined ? {} : { terminal }),
    include: texts(given, 'include'),
    exclude: texts(given, 'exclude'),
    observeOnly: flag(given, 'observeOnly'),
  };
}

function wordsOf(given: Given, cwd: string): Pick<LaunchWords, 'words' | 'python'> {
  const program = text(given, 'program');
  const module = text(given, 'module');
  const args = texts(given, 'args');
  const runtime = text(given, 'runtimeExecutable');
  const runtimeArgs = texts(given, 'runtimeArgs');
  if (isPython(given, program)) {
    const [named, ...more] = texts(given, 'python');
    // VS Code fills in a Node by itself.
    const python = named ?? (runtime !== undefined && basename(runtime) !== 'node' ? runtime : undefined);
    const options = [...more, ...runtimeArgs, ...texts(given, 'pythonArgs')];
    if (module === undefined && options.length === 0 && program?.endsWith('.py') === true) {
      // Looked for as `eddy run` does: in virtual environments, too.
      return { words: [...mustHave(program, cwd), ...args], ...(python === undefined ? {} : { python }) };
    }
    const what = module === undefined ? mustHave(program, cwd) : ['-m', module];
    return { words: [python ?? 'python3', ...options, ...what, ...args] };
  }
  if (runtime !== undefined) {
    const what = program === undefined ? [] : [program];
    return { words: [runtime, ...runtimeArgs, ...what, ...args] };
  }
  const [file = ''] = mustHave(program, cwd);
  return { words: runtimeArgs.length === 0 ? [file, ...args] : [process.execPath, ...runtimeArgs, file, ...args] };
}

function isPython(given: Given, program: string | undefined): boolean {
  const type = text(given, 'type');
  if (given.python !== undefined || given.module !== undefined) return true;
  return type === 'python' || type === 'debugpy' || program?.endsWith('.py') === true;
}

function mustHave(program: string | undefined, cwd: string): [string] {
  if (program === undefined) {
    throw fail('bad-option', 'launch: which program?', {
      hint: 'Name it as "program", or for Python a "module".',
    });
  }
  return [isAbsolute(program) ? program : resolve(cwd, program)];
}

function environment(given: Given): Record<string, string | null> {
  const { env = {} } = given;
  if (typeof env !== 'object' || env === null || Array.isArray(env)) {
    throw fail('bad-option', 'env: an object of texts is needed.', { hint: 'As in "env": { "PORT": "8080" }.' });
  }
  return Object.fromEntries(Object.entries(env).map(([key, value]) => [key, value === null ? null : String(value)]));
}

function terminalOf(console: string | undefined): 'integrated' | 'external' | undefined {
  switch (console) {
    case undefined:
    case 'internalConsole':
      return undefined;
    case 'integratedTerminal':
      return 'integrated';
    case 'externalTerminal':
      return 'external';
    default:
      throw fail(
        'bad-option',
        `console: "${console}" is none of internalConsole, integratedTerminal, externalTerminal.`,
      );
  }
}
