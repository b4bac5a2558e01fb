import { deepEqual, equal } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { mapAddress, UserMap } from './user-map.ts';

/** Its first line is the first of its first source. */
const inline = (map: object) => {
  const text = JSON.stringify({ version: 3, names: [], mappings: 'AAAA', ...map });
  return `code\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(text).toString('base64')}\n`;
};
const mapOf = (sources: unknown) => UserMap.in(inline({ sources }), '/app/dist/shop.js')!;

test('a source lies where the map says, from the folder of what runs', () => {
  for (const [source, file] of [
    ['../shop.ts', '/app/shop.ts'],
    ['/other/shop.ts', '/other/shop.ts'],
    ['file:///other/a%20b.ts', '/other/a b.ts'],
  ]) {
    const map = mapOf([source]);
    deepEqual(map.files, [file]);
    deepEqual(map.placeOf(1, 1), { file, line: 1, column: 1 });
  }
});

test('a map says what it likes, and nothing of it is thrown at the program', () => {
  for (const source of ['file://host.example/a.js', 'file:///a%2Fb.js', null, 5, {}]) {
    const map = mapOf([source]);
    deepEqual([map.files, map.placeOf(1, 1)], [[], undefined], JSON.stringify(source));
  }
  const section = {
    offset: { line: 0, column: 0 },
    map: { version: 3, sources: ['a.ts'], names: [], mappings: 'AAAA' },
  };
  const ofMaps = UserMap.in(inline({ sections: [section], mappings: undefined }), '/app/shop.js')!;
  deepEqual([ofMaps.files, ofMaps.placeOf(1, 1)?.file], [[], '/app/a.ts']);
  for (const map of [{ sources: 5 }, { sources: null }, { mappings: 5 }, { mappings: '!!!' }]) {
    const found = UserMap.in(inline(map), '/app/shop.js');
    deepEqual([found?.files ?? [], found?.placeOf(1, 1)], [[], undefined], JSON.stringify(map));
  }
});

test('a map is read from a file, and nothing is waited for', {
  skip: process.platform === 'win32' && 'has no pipes by name',
}, t => {
  const folder = mkdtempSync(join(tmpdir(), 'eddy-map-'));
  t.after(() => rmSync(folder, { recursive: true }));
  execFileSync('mkfifo', [join(folder, 'pipe.map')]);
  writeFileSync(
    join(folder, 'good.map'),
    JSON.stringify({ version: 3, names: [], mappings: 'AAAA', sources: ['a.ts'] }),
  );
  const named = (name: string) => UserMap.in(`code\n//# sourceMappingURL=${name}`, join(folder, 'a.js'));
  deepEqual(named('good.map')?.files, [join(folder, 'a.ts')]);
  for (const name of ['pipe.map', '/dev/zero', 'http://host.example/a.map', '%', '.'])
    equal(named(name), undefined, name);
});

test('the map that a code names is the last one, and none that stands in a string', () => {
  equal(mapAddress('a\n//# sourceMappingURL=a.js.map\n'), 'a.js.map');
  equal(mapAddress('a\n//# sourceMappingURL=a.js.map'), 'a.js.map');
  equal(mapAddress('a\n//@ sourceMappingURL=a.js.map'), 'a.js.map');
  equal(mapAddress('eval("a\\n//# sourceMappingURL=data:application/json,{}\\n//# sourceURL=b")'), undefined);
  equal(mapAddress('a'), undefined);
});

test('a line that the map says nothing of is nobody’s', () => {
  // Line 1 is line 1 of a.ts, line 2 is nobody's.
  const map = { version: 3, sources: ['a.ts'], names: [], mappings: 'AAAA;' };
  const code = `one\ntwo\n//# sourceMappingURL=data:application/json,${encodeURIComponent(JSON.stringify(map))}`;
  const read = UserMap.in(code, '/app/a.js');
  deepEqual(read?.placeOnLine(1, 2), { file: '/app/a.ts', line: 1, column: 1 });
  equal(read?.placeOnLine(2, 1), undefined);
  deepEqual(read?.files, ['/app/a.ts']);
});
