import { isAbsolute, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail } from '../../base/index.ts';
import type { ControlAnswer, ControlAsk, ControlName, HubState } from '../../wire/protocol/index.ts';
import { languageOf, readSource, realPath, type SourceFile } from './source-file.ts';

export interface SourceAsk {
  /** Whose program's; absent: any. */
  readonly target: string | undefined;
  /** Absolute, a file: address, or below the folder in which the target was started. */
  readonly file: string;
}

export interface SourceHub {
  /** As it was told last. */
  readonly state: HubState | undefined;
  ask<N extends ControlName>(name: N, ask: ControlAsk<N>): Promise<ControlAnswer<N>>;
}

interface RunFolder {
  readonly id: string;
  readonly cwd: string;
}

const maxPath = 4096;

/**
 * Gives the text of a program's source. A door that reads files reads those alone that belong to what is debugged: sources
 * below the folder in which a run was started, and those that a target has named.
 */
export class SourceDesk {
  readonly #hub: SourceHub;

  constructor(hub: SourceHub) {
    this.#hub = hub;
  }

  async read({ target, file }: SourceAsk): Promise<SourceFile> {
    const runs = await this.#runs(target);
    const path = pathOf(file, runs[0]?.cwd);
    const real = await realPath(path);
    if (await isBelowOne(runs, real)) return readSource(real);
    if ((await this.#isNamed(path)) || (await this.#isNamed(real))) return readSource(real);
    throw fail('refused', `${path} is no source that Eddy has seen.`, {
      hint: 'It shows sources below the folder of a run, and files that a flow, a probe or a finding is in.',
    });
  }

  async #runs(target: string | undefined): Promise<readonly RunFolder[]> {
    const now = await this.#hub.ask('status', {});
    if (target !== undefined) {
      const info = now.targets.find(({ id }) => id === target) as { readonly run?: string } | undefined;
      const own = now.runs.filter(({ id }) => id === info?.run);
      if (own.length > 0) return own;
    }
    // A hub of one run has no others.
    const past = await this.#hub.ask('history', { limit: 1000 }).catch(() => ({ runs: [] }));
    return [...now.runs, ...past.runs];
  }

  /**
   * Asked only for a file that lies elsewhere: a package, a library of Python. What targets said counts, and what somebody
   * asked for does not: a probe names any file.
   */
  async #isNamed(path: string): Promise<boolean> {
    const hub = this.#hub;
    if (names(hub.state?.findings, path)) return true;
    const told: Promise<unknown>[] = [
      hub.ask('holds', {}),
      hub.ask('flows', {}),
      hub.ask('report', {}).then(({ report }) => [report.findings, report.flows]),
    ];
    if (languageOf(path) !== undefined) {
      const boundIn = ({ sessions }: ControlAnswer<'sessions'>) =>
        sessions.flatMap(({ probes }) => probes.flatMap(({ bindings }) => bindings.map(({ places }) => places)));
      told.push(hub.ask('sessions', { withoutEvents: true }).then(boundIn));
    }
    const answers = await Promise.all(told.map(one => one.catch(() => undefined)));
    return answers.some(one => names(one, path));
  }
}

function pathOf(file: string, cwd: string | undefined): string {
  if (file === '' || file.length > maxPath || file.includes('\0')) throw fail('bad-usage', 'That is no file’s path.');
  const path = file.startsWith('file:') ? pathOfAddress(file) : file;
  if (isAbsolute(path)) return resolve(path);
  if (cwd === undefined) throw fail('unknown-id', `${file}: below the folder of which run?`, { hint: 'Say `target`.' });
  return resolve(cwd, path);
}

function pathOfAddress(address: string): string {
  try {
    return fileURLToPath(address);
  } catch (cause) {
    throw fail('bad-usage', `${address} is no file’s address.`, { cause });
  }
}

/** Sources alone: what else lies there may be secret, and so may what a name with a dot hides. */
async function isBelowOne(runs: readonly RunFolder[], real: string): Promise<boolean> {
  if (languageOf(real) === undefined) return false;
  for (const cwd of new Set(runs.map(run => run.cwd))) {
    // Gone since then: nothing is below it.
    const folder = await realPath(cwd).catch(() => undefined);
    if (folder === undefined) continue;
    const start = folder.endsWith(sep) ? folder : `${folder}${sep}`;
    if (real.startsWith(start) && !real.slice(start.length).split(sep).some(isHidden)) return true;
  }
  return false;
}

function isHidden(name: string): boolean {
  return name.startsWith('.');
}

/** Whether a `file` of it is that one, at whatever depth. */
function names(value: unknown, path: string): boolean {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const one = open.pop();
    if (typeof one !== 'object' || one === null) continue;
    if ((one as { readonly file?: unknown }).file === path) return true;
    for (const below of Object.values(one)) open.push(below);
  }
  return false;
}
