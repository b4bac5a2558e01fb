import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fail } from './base/index.ts';

/** As the audit log of a run names us. */
export function callerName(): string {
  return `eddy ${process.argv[2] ?? ''}`.trim();
}

/** What a Node process loads first. */
export function preloadPath(): string {
  return builtFile('register.cjs', 'What programs load first');
}

/** What is evaluated in a program that was started without us, to read values there. */
export function bareCapturePath(): string {
  return builtFile('bare-capture.cjs', 'What reads values in other programs');
}

/** What a Node process loads when it is attached to. */
export function attachedPath(): string {
  return builtFile('attached.cjs', 'What programs load that are attached to');
}

/** What `node` is told to run for our commands. */
export function mainPath(): string {
  return builtFile('main.js', 'The program of Eddy');
}

export function ownVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Beside us when built; in dist/ when we run from source. */
export function builtFile(name: string, what: string): string {
  const candidates = [`./${name}`, `../dist/${name}`].map(path => fileURLToPath(new URL(path, import.meta.url)));
  const found = candidates.find(path => existsSync(path));
  if (found === undefined) {
    throw fail('not-built', `${what} is not there: ${candidates.join(', ')}.`, { hint: 'npm run build' });
  }
  return found;
}
