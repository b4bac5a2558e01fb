import { equal } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Cycles } from './cycles.ts';

/** Whether the first of these files may be in a cycle. */
function mayBe(t: TestContext, files: Readonly<Record<string, string>>): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'cycles-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const [first] = Object.entries(files) as [[string, string]];
  return new Cycles().mayBeIn(join(folder, first[0]), first[1]);
}

test('a way back through other files is a cycle; a way that ends is none', t => {
  equal(mayBe(t, { 'a.mjs': "import './b.mjs';", 'b.mjs': "import './a.mjs';" }), true);
  equal(mayBe(t, { 'a.mjs': "import './b.mjs';", 'b.mjs': "import 'node:fs';" }), false);
});

test('a package that is not there may lead anywhere', t => {
  equal(mayBe(t, { 'a.mjs': "import 'no-such-package-of-ours';" }), true);
});

test('words of a text are no imports', t => {
  equal(mayBe(t, { 'a.mjs': `throw "'import' and 'export' may only appear at the top level";` }), false);
  equal(mayBe(t, { 'a.mjs': "// export * from '…'" }), false);
});
