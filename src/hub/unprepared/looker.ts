import { readFileSync } from 'node:fs';
import { isEddyError } from '../../base/index.ts';
import { type Asking, evaluate, objectGroup } from './asking.ts';
import type { ScriptPlace } from './heap-graph.ts';

/** What a look gave. `gone`: it has gone on, ended, or been collected since the snapshot. */
export type Look =
  | { readonly how: 'gone' }
  | {
      readonly how: 'seen';
      readonly at: ScriptPlace;
      readonly locals: Readonly<Record<string, unknown>>;
      readonly isElsewhere: boolean;
    };

interface InternalProperty {
  readonly name: string;
  readonly value?: { readonly value?: unknown; readonly objectId?: string };
}

/** One suspended call after the other: the engine walks its whole heap to find one, and the program stands still for it. */
export class Looker {
  readonly #asking: Asking;
  /** Our reader in the program: values are cut and redacted there. */
  readonly #reader: string;

  private constructor(asking: Asking, reader: string) {
    this.#asking = asking;
    this.#reader = reader;
  }

  static async open(asking: Asking, readerFile: string): Promise<Looker> {
    const code = readFileSync(readerFile, 'utf8');
    const reader = `((require, module) => { ${code}\nreturn module.exports.captureScopes; })(need, { exports: {} })`;
    return new Looker(asking, await evaluate(asking, reader, false));
  }

  async look(id: string): Promise<Look> {
    const { ask } = this.#asking;
    const found = await ask('HeapProfiler.getObjectByHeapObjectId', { objectId: id, objectGroup }).catch(refused);
    if (found === undefined) return { how: 'gone' };
    const { objectId } = found.result;
    const { internalProperties = [] } = await ask('Runtime.getProperties', { objectId, ownProperties: true });
    const own = (name: string) => (internalProperties as InternalProperty[]).find(one => one.name === name)?.value;
    const at = own('[[GeneratorLocation]]')?.value as
      | { readonly scriptId: string; readonly lineNumber: number; readonly columnNumber?: number }
      | undefined;
    if (own('[[GeneratorState]]')?.value !== 'suspended' || at === undefined) return { how: 'gone' };
    // The inspector hands nothing from one world of a program (`node:vm`) into another, our reader neither.
    const locals = await this.#localsOf(own('[[Scopes]]')?.objectId).catch(refused);
    return {
      how: 'seen',
      at: { script: at.scriptId, line: at.lineNumber, column: at.columnNumber ?? 0 },
      locals: locals ?? {},
      isElsewhere: locals === undefined,
    };
  }

  async #localsOf(scopes: string | undefined): Promise<Record<string, unknown>> {
    if (scopes === undefined) return {};
    const { result } = await this.#asking.ask('Runtime.callFunctionOn', {
      functionDeclaration: 'function (read) { return read(this); }',
      objectId: scopes,
      arguments: [{ objectId: this.#reader }],
      returnByValue: true,
    });
    return result.value ?? {};
  }
}

/** Collected meanwhile: that is no fault. */
function refused(error: unknown): undefined {
  if (isEddyError(error, 'refused')) return undefined;
  throw error;
}
