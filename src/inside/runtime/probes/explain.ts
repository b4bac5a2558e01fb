import type { Explanation } from '../../../wire/protocol/index.ts';
import { findPlace, nearLines, ofEachGate } from './find-place.ts';
import type { GatedFile } from './gated-file.ts';

/** Why a line has a gate, or none. */
export function explainPlace(
  files: Iterable<GatedFile>,
  ungated: readonly { readonly path: string; readonly why: string; readonly line?: number }[],
  name: string,
  line: number,
): Explanation {
  const all = [...files];
  const none = (why: string, near: readonly number[] = []): Explanation => ({
    file: name,
    line,
    gated: false,
    why,
    places: [],
    near,
  });
  const found = findPlace(name, line, all);
  if (!found.found) {
    const left = ungated.find(one => one.path === name || one.path.endsWith(`/${name}`));
    if (left !== undefined) return none(`${left.path} runs without gates: ${left.why}.`);
    if (!found.loaded)
      return none(`${found.why} It was not loaded in this thread, or it belongs to a package (--include has those).`);
    return none(found.why, found.near);
  }
  const { source } = found;
  const { file, gates } = found.in[0];
  const fn = file.functions[file.gates[gates[0]!]!.fn]!;
  const kind = fn.kind.startsWith('async') ? 'async: stop, hold, snap and log' : 'sync: stop, snap and log; no hold';
  const entry = file.gates[gates[0]!]!.entry === true;
  const how = entry ? `${fn.name || 'The function'} has one gate, at its entry` : 'The statement has a gate';
  const of = `${fn.name || 'anonymous function'}, ${kind}`;
  return {
    file: source,
    line,
    gated: true,
    why: `${how} (${of}).`,
    places: ofEachGate(found.in, explained),
    near: nearLines(
      found.in.map(one => one.file),
      line,
      source,
    ),
  };
}

/** Once, where a file is loaded again as it was. */
function explained(file: GatedFile, gate: number): Explanation['places'][number] {
  const { line, column, fn } = file.gates[gate]!;
  const { name = '', kind = '' } = file.functions[fn] ?? {};
  return { line, column, function: name, kind, runs: file.running(gate) };
}
