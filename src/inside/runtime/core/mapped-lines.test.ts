import { deepEqual, equal, ok } from 'node:assert/strict';
import { SourceMap } from 'node:module';
import { test } from 'node:test';
import { transformSync } from 'esbuild';
import { runningPlaces } from './mapped-lines.ts';

test('every place that is said to be of a line is one by the map itself, and none is left out', () => {
  const source = Array.from(
    { length: 60 },
    (_, at) => `export const value${at} = async (n: number) => {\n  return n + ${at};\n};`,
  );
  const text = source.join('\n');
  const { map } = transformSync(text, { loader: 'ts', minifyWhitespace: true, sourcemap: true, sourcefile: 'a.ts' });
  const parsed = JSON.parse(map) as { mappings: string };
  const known = new SourceMap(parsed as never);
  let places = 0;
  for (let line = 1; line <= 180; line++)
    for (const { line: at, column } of runningPlaces(parsed.mappings, 0, line)) {
      const entry = known.findEntry(at, column) as { originalLine: number; generatedColumn: number };
      deepEqual([entry.originalLine, entry.generatedColumn], [line - 1, column]);
      places++;
    }
  equal(places, parsed.mappings.split(/[;,]/).filter(one => one !== '').length);
  ok(places > 180);
});

test('a line of another source, or none, has no places', () => {
  deepEqual(runningPlaces('AAAA;AACA', 1, 1), []);
  deepEqual(runningPlaces('AAAA;AACA', 0, 9), []);
  deepEqual(runningPlaces('AAAA;AACA', 0, 2), [{ line: 1, column: 0 }]);
});
