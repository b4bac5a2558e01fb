import { accessSync, constants, existsSync, readdirSync, type Stats, statSync } from 'node:fs';
import { basename, delimiter, dirname, extname, join, resolve } from 'node:path';
import { fail, nearest } from '../../../base/index.ts';
import { findInterpreter, firstLine, isPythonFile, pythonEndings } from '../python/index.ts';

export interface Program {
  /** Absolute path of what is executed. */
  readonly file: string;
  /** What it sees as its own name, argv[0]. */
  readonly name: string;
  readonly args: readonly string[];
}

export interface Surroundings {
  readonly cwd: string;
  /** PATH, as the user has it. */
  readonly path: string;
  /** The Node that runs files. */
  readonly node: string;
  /** VIRTUAL_ENV, where one is active. */
  readonly virtualEnv?: string | undefined;
  /** The Python that runs files, as the user named it; absent: we look for it. */
  readonly python?: string | undefined;
}

const scriptEndings = new Set(['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts']);

/** What `word` names: a file, run by Node or Python when it is a script of theirs; else a command on PATH. */
export function findProgram(word: string, args: readonly string[], around: Surroundings): Program {
  const file = resolve(around.cwd, word);
  const byNode: Program = { file: around.node, name: 'node', args: [word, ...args] };
  const stat = word === '' ? undefined : look(file);
  const isPath = word.includes('/') || word === '.' || word === '..';
  if (stat?.isFile()) {
    if (scriptEndings.has(extname(file))) {
      mustRead(word, file);
      // Node takes a word that starts with a dash for an option of its own.
      return word.startsWith('-') ? { ...byNode, args: [file, ...args] } : byNode;
    }
    if (pythonEndings.has(extname(file))) return byPython(word, file, args, around);
    if (isExecutable(file)) return { file, name: word, args };
    if (isNodeScript(file)) return byNode;
    if (isPythonFile(file)) return byPython(word, file, args, around);
  } else if (
    stat?.isDirectory() &&
    isPath &&
    (existsSync(join(file, 'package.json')) || existsSync(join(file, 'index.js')))
  ) {
    return byNode;
  }
  if (!isPath && word !== '') {
    const command = findCommand(word, around.path);
    if (command !== undefined) return { file: command, name: word, args };
  }
  throw stat === undefined ? notFound(word, file, isPath, around) : notRunnable(word, file, stat);
}

function byPython(word: string, file: string, args: readonly string[], around: Surroundings): Program {
  mustRead(word, file);
  const { cwd, path, virtualEnv, python } = around;
  const interpreter = findInterpreter(word, { cwd, path, virtualEnv, asked: python });
  return { ...interpreter, args: [word.startsWith('-') ? file : word, ...args] };
}

function findCommand(word: string, path: string): string | undefined {
  return path
    .split(delimiter)
    .map(folder => join(folder === '' ? '.' : folder, word))
    .find(file => look(file)?.isFile() === true && isExecutable(file));
}

/** Undefined also where this user may not look. */
function look(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function isExecutable(file: string): boolean {
  return may(file, constants.X_OK);
}

function may(file: string, mode: number): boolean {
  try {
    accessSync(file, mode);
    return true;
  } catch {
    return false;
  }
}

function mustRead(word: string, file: string): void {
  if (may(file, constants.R_OK)) return;
  throw fail('not-runnable', `${word} cannot be read by this user.`, { hint: `See the permissions of ${file}.` });
}

/** Whether its first line asks for Node. */
function isNodeScript(file: string): boolean {
  return /^#!.*\bnode\b/.test(firstLine(file, 120));
}

function notFound(word: string, file: string, isPath: boolean, around: Surroundings): Error {
  const folders = around.path.split(delimiter).filter(Boolean).length;
  const tried = isPath
    ? `there is no file ${file}.`
    : `there is no file ${file}, and no command of that name in the ${folders} folders of PATH.`;
  const near = nearFiles(file);
  return fail('no-program', `"${word}" was not found: ${tried}`, {
    hint:
      near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Name a file, or a command that the shell would find.',
    data: { word, near },
  });
}

/** Names beside it that are spelled alike: the same with an ending first. */
function nearFiles(file: string): string[] {
  let names: string[];
  try {
    names = readdirSync(dirname(file));
  } catch {
    return [];
  }
  const wanted = basename(file);
  const endings = new Set([...scriptEndings, ...pythonEndings]);
  const withEnding = names.filter(name => endings.has(extname(name)) && basename(name, extname(name)) === wanted);
  return withEnding.length > 0 ? withEnding.slice(0, 3) : nearest(wanted, names, 2);
}

function notRunnable(word: string, file: string, stat: Stats): Error {
  if (stat.isDirectory()) {
    return fail(
      'not-runnable',
      `${word} is a folder${word.includes('/') ? ' without package.json or index.js' : ''}, and no command of that name is on PATH.`,
      {
        hint: 'Name the file in it that starts the program.',
      },
    );
  }
  return fail('not-runnable', `${word} is no script that Node or Python runs by its ending, and cannot be executed.`, {
    hint: `If it is a Node program: eddy run node ${word}; a Python one: eddy run python3 ${word}. If it is another: chmod +x ${file}.`,
  });
}
