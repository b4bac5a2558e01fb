import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fail } from '../../../base/index.ts';

/** What an interpreter is looked for by. */
export interface PythonSurroundings {
  readonly cwd: string;
  /** PATH, as the user has it. */
  readonly path: string;
  /** VIRTUAL_ENV; absent or empty outside of one. */
  readonly virtualEnv?: string | undefined;
  /** What the user named; absent: we look. */
  readonly asked?: string | undefined;
}

export interface Interpreter {
  readonly file: string;
  /** argv[0]: an interpreter finds its own libraries by it. */
  readonly name: string;
}

const names = ['python3', 'python'];

/**
 * The interpreter for a script: what was named, else the virtual environment that is active, else a `.venv` beside the script or
 * in a folder above it, else `python3` on PATH.
 */
export function findInterpreter(script: string, around: PythonSurroundings): Interpreter {
  const { asked, virtualEnv } = around;
  if (asked !== undefined) return askedFor(asked, around);
  const own = [...(virtualEnv ? [virtualEnv] : []), ...venvsAbove(dirname(resolve(around.cwd, script)))]
    .flatMap(folder => names.map(name => join(folder, 'bin', name)))
    .find(isProgram);
  if (own !== undefined) return { file: own, name: own };
  for (const name of names) {
    const file = onPath(name, around.path);
    if (file !== undefined) return { file, name };
  }
  const folders = around.path.split(delimiter).filter(Boolean).length;
  throw fail('no-program', `${script} needs Python: there is no python3 in the ${folders} folders of PATH.`, {
    hint: 'Install Python 3.9 or newer, or name one: eddy run --python /path/to/python3 …',
  });
}

function askedFor(asked: string, { cwd, path }: PythonSurroundings): Interpreter {
  const isPath = asked.includes('/');
  const command = isPath ? undefined : onPath(asked, path);
  if (command !== undefined) return { file: command, name: asked };
  const file = resolve(cwd, asked);
  if (isPath && isProgram(file)) return { file, name: file };
  // The folder of a virtual environment is what people have at hand.
  const inside = names.map(name => join(file, 'bin', name)).find(isProgram);
  if (inside !== undefined) return { file: inside, name: inside };
  if (!isPath) {
    throw fail(
      'no-program',
      `--python ${asked}: there is no command of that name on PATH, and no virtual environment.`,
      {
        hint: 'Name an interpreter that is there, or the path of one.',
      },
    );
  }
  throw fail('no-program', `--python ${asked}: ${file} is no program, and no virtual environment.`, {
    hint: 'Name an interpreter that is there.',
  });
}

function* venvsAbove(from: string): Generator<string> {
  for (let folder = from; ; folder = dirname(folder)) {
    const venv = join(folder, '.venv');
    if (isFile(join(venv, 'pyvenv.cfg'))) yield venv;
    if (folder === dirname(folder)) return;
  }
}

function onPath(name: string, path: string): string | undefined {
  return path
    .split(delimiter)
    .map(folder => join(folder === '' ? '.' : folder, name))
    .find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    return false;
  }
  return isFile(file);
}

function isFile(file: string): boolean {
  try {
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
