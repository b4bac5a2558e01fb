import assert from 'node:assert';
import * as nodeModule from 'node:module';
import vm from 'node:vm';
import { matches } from '../../../base/index.ts';
import type { Disguises } from './disguises.ts';
import type { GatedScripts } from './gated-scripts.ts';
import { scriptsBelow } from './script-names.ts';

interface NodesMap {
  readonly payload: { readonly sources: readonly unknown[] };
}

type FindEntry = (this: NodesMap, line: number, column: number, ...more: unknown[]) => object;

const { apply } = Reflect;
const mostFrames = 30;

/** Nobody's: Node finds no line in it. */
const nowhere = { originalLine: 0, originalColumn: 0, originalSource: '' };

/**
 * With source maps on, `assert.ok(a)` asks the map of the running script for the text of what failed, by a place of the text that
 * runs: it is told the place in the original. A script without a map has an empty one of ours, which Node does not expect.
 */
export function showFailedExpressions(scripts: GatedScripts, disguises: Disguises): void {
  const { SourceMap } = nodeModule as unknown as { SourceMap?: { prototype: { findEntry: FindEntry } } };
  const found = SourceMap && Object.getOwnPropertyDescriptor(SourceMap.prototype, 'findEntry');
  if (typeof found?.value !== 'function' || found.configurable !== true) return;
  const native = found.value as FindEntry;
  const ours: FindEntry = function (line, column, ...more) {
    const asked = nameOfAsking(ours);
    const columns = asked === undefined ? undefined : scripts.columnsOf(asked);
    if (asked === undefined || columns === undefined) return apply(native, this, [line, column, ...more]);
    const original = columns.original(line + 1, column + 1) - 1;
    if (this.payload.sources.length > 0) return apply(native, this, [line, original]);
    const text = readsWithoutMap() ? scripts.lineOf(asked, line + 1) : undefined;
    if (text === undefined) return nowhere;
    const payload = { sources: [asked], sourcesContent: ['\n'.repeat(line) + text] };
    Object.defineProperty(this, 'payload', {
      configurable: true,
      get: () => {
        Reflect.deleteProperty(this, 'payload');
        return payload;
      },
    });
    return { originalLine: line, originalColumn: original, originalSource: asked };
  };
  Object.defineProperty(SourceMap!.prototype, 'findEntry', { ...found, value: disguises.wear(ours, native) });
}

/** The script whose assertion failed, where that is why a map is asked. */
function nameOfAsking(own: FindEntry): string | undefined {
  const [asking] = scriptsBelow(own, 1);
  if (asking === undefined || !matches(/^node:internal\/(?:errors\/error_source|assert\/)/, asking)) return undefined;
  return scriptsBelow(own, mostFrames).find(name => name !== undefined && !name.startsWith('node:'));
}

let reads: boolean | undefined;

/** Whether this Node shows the expression of a script that has no map, while maps are on: some say `false == true`. */
function readsWithoutMap(): boolean {
  if (reads === undefined) {
    try {
      const script = new vm.Script('assert => assert.ok(false)', { filename: 'evalmachine.<assert>' });
      (script.runInThisContext() as (one: typeof assert) => void)(assert);
    } catch (error) {
      reads = (error as Error).message.includes('assert.ok(');
    }
  }
  return reads === true;
}
