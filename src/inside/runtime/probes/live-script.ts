import type { AskV8 } from './call-frame.ts';
import type { LoadedScript, LoadedScripts } from './loaded-scripts.ts';

export interface LivePiece {
  readonly at: number;
  readonly text: string;
}

export type Edited = 'done' | 'busy' | { readonly no: string };

/** The text of one script that runs, which gets pieces and loses them again. */
export class LiveScript {
  readonly script: LoadedScript;
  readonly #ask: AskV8;
  readonly #scripts: LoadedScripts;
  readonly #original: string;
  #now: string;

  constructor(script: LoadedScript, text: string, scripts: LoadedScripts, ask: AskV8) {
    this.script = script;
    this.#scripts = scripts;
    this.#ask = ask;
    this.#original = text;
    this.#now = text;
  }

  get text(): string {
    return this.#original;
  }

  get isEdited(): boolean {
    return this.#now !== this.#original;
  }

  /** `busy`: a run of a function that would change is under way. */
  set(pieces: readonly LivePiece[]): Edited {
    let text = '';
    let from = 0;
    for (const { at, text: piece } of [...pieces].sort((a, b) => a.at - b.at)) {
      text += this.#original.slice(from, at) + piece;
      from = at;
    }
    text += this.#original.slice(from);
    if (text === this.#now) return 'done';
    const { scriptId } = this.script;
    const answer = this.#ask<{ status?: string }>('Debugger.setScriptSource', { scriptId, scriptSource: text });
    const status = answer?.status ?? 'it is not offered here';
    if (status === 'BlockedByActiveGenerator' || status === 'BlockedByActiveFunction') return 'busy';
    if (status !== 'Ok') return { no: status };
    this.#now = text;
    this.#scripts.shifted(
      scriptId,
      pieces.map(({ at, text: { length } }) => ({ ...this.#placeOf(at), length })),
    );
    return 'done';
  }

  /** From 0. */
  #placeOf(at: number): { line: number; column: number } {
    let line = 0;
    let start = 0;
    for (const { index, 0: end } of this.#original.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) {
      if (index >= at) break;
      line++;
      start = index + end.length;
    }
    return { line, column: at - start };
  }
}
