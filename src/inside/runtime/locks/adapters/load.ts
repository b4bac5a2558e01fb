import { pathToFileURL } from 'node:url';
import type { Runtime } from '../../core/index.ts';
import { editFor } from './edits.ts';

/** A file as it is about to be compiled. */
interface Source {
  readonly path: string;
  readonly text: string;
}

/** Puts a line behind the source of the files that we know, and touches no other: lines and columns stay where they are. */
export class LockEditor {
  readonly #rt: Runtime;

  constructor(rt: Runtime) {
    this.#rt = rt;
  }

  wants(path: string): boolean {
    return path.includes('/node_modules/') && editFor(pathToFileURL(path).href) !== undefined;
  }

  edit({ path, text }: Source): string | undefined {
    if (text.includes('"eddy.adapt"')) return undefined;
    const { href } = pathToFileURL(path);
    const line = editFor(href)?.(text);
    if (line !== undefined) return `${text}\n${line}\n`;
    this.#rt.notes.add(`The locks in ${href} are not watched: this version of the package has another shape.`);
    return undefined;
  }
}
