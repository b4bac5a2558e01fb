// A program with so many suspended calls and so many objects beside them. Told to by a line, it writes its heap down by itself.
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { writeHeapSnapshot } from 'node:v8';

const [suspended, objects] = process.argv.slice(2).map(Number);
globalThis.gate = new Promise(() => {});

async function query(id) {
  const sql = `select ${id}`;
  await globalThis.gate;
  return sql;
}

async function handle(id) {
  return await query(id);
}

for (let id = 0; id < suspended; id++) void handle(id);
globalThis.kept = Array.from({ length: objects }, (_, id) => ({ id, name: `object ${id}` }));

createInterface({ input: process.stdin }).on('line', () => {
  const since = performance.now();
  const file = writeHeapSnapshot(join(tmpdir(), `eddy-bench-${process.pid}.heapsnapshot`));
  const tookMs = performance.now() - since;
  rmSync(file);
  console.log(`took ${tookMs}`);
});
console.log('ready');
