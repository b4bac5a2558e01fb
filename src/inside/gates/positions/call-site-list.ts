import { syncBuiltinESMExports } from 'node:module';
import nodeUtil from 'node:util';
import type { Disguises } from './disguises.ts';
import type { GatedScripts } from './gated-scripts.ts';
import { scriptsBelow } from './script-names.ts';

interface ListedSite {
  readonly scriptName: string;
  readonly lineNumber: number;
  columnNumber?: number;
  column?: number;
}

type List = (this: unknown, ...args: unknown[]) => ListedSite[];

// A program may take the global away.
const { apply } = Reflect;
const mostFrames = 200;

/** `util.getCallSites()` says where the calls are in the original. */
export function listOriginalSites(scripts: GatedScripts, disguises: Disguises): void {
  const found = Object.getOwnPropertyDescriptor(nodeUtil, 'getCallSites');
  if (typeof found?.value !== 'function' || found.configurable !== true) return;
  const native = found.value as List;
  const ours: List = function (...args) {
    const count =
      typeof args[0] === 'number' ? args[0] : args.length === 0 || typeof args[0] === 'object' ? 10 : undefined;
    // Ours is the first of them: one more, and that one away.
    const isCounted = count !== undefined && Number.isInteger(count) && count >= 1 && count <= mostFrames;
    if (!isCounted) return apply(native, this, args);
    const options = typeof args[0] === 'object' ? args[0] : args[1];
    const asked = Math.min(count + 1, mostFrames);
    const sites = apply(native, this, options === undefined ? [asked] : [asked, options]).slice(1);
    // Of what is evaluated it has no name.
    const names = sites.some(one => one.scriptName === '') ? namesOf(sites, scriptsBelow(ours, sites.length)) : [];
    for (const [at, site] of sites.entries()) {
      const columns = scripts.columnsOf(site.scriptName === '' ? names[at] : site.scriptName);
      if (columns === undefined) continue;
      if (site.columnNumber !== undefined) site.columnNumber = columns.original(site.lineNumber, site.columnNumber);
      if (site.column !== undefined) site.column = columns.original(site.lineNumber, site.column);
    }
    return sites;
  };
  Object.defineProperty(nodeUtil, 'getCallSites', { ...found, value: disguises.wear(ours, native) });
  syncBuiltinESMExports();
}

/** Of the same frames; where one of ours was left out they cannot be told. */
function namesOf(
  sites: readonly ListedSite[],
  names: readonly (string | undefined)[],
): readonly (string | undefined)[] {
  return sites.length === names.length ? names : [];
}
