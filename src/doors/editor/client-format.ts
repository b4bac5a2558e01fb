import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { InitializeRequestArguments, Source } from '../../wire/dap/index.ts';

/** How the editor counts lines and columns, and names files. Ours count from 1, and are paths. */
export class ClientFormat {
  readonly #lineFrom: number;
  readonly #columnFrom: number;
  readonly #areUris: boolean;

  constructor({ linesStartAt1, columnsStartAt1, pathFormat }: Partial<InitializeRequestArguments> = {}) {
    this.#lineFrom = linesStartAt1 === false ? 1 : 0;
    this.#columnFrom = columnsStartAt1 === false ? 1 : 0;
    this.#areUris = pathFormat === 'uri';
  }

  toLine(line: number): number {
    return Math.max(0, line - this.#lineFrom);
  }

  fromLine(line: number): number {
    return line + this.#lineFrom;
  }

  toColumn(column: number): number {
    return Math.max(0, column - this.#columnFrom);
  }

  /** A column that the editor said, as ours. */
  fromColumn(column: number): number {
    return column + this.#columnFrom;
  }

  fromPath(path: string): string {
    return path.startsWith('file:') ? fileURLToPath(path) : path;
  }

  toSource(file: string): Source {
    return { name: basename(file), path: this.#areUris ? pathToFileURL(file).href : file };
  }
}
