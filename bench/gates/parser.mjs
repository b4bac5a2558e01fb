// Says the median ms of one parse by each of the three parsers in FOLDER, which take turns.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, file, count] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
const kinds = ['bare', 'hybrid', 'every'];
const parsers = {};
for (const kind of kinds) parsers[kind] = (await import(pathToFileURL(join(folder, kind, 'acorn.mjs')).href)).parse;

function timed(parse) {
  const from = performance.now();
  parse(text, { ecmaVersion: 'latest', sourceType: 'module' });
  return performance.now() - from;
}

for (const kind of kinds) for (let at = 0; at < 20; at++) timed(parsers[kind]);
const took = { bare: [], hybrid: [], every: [] };
for (let round = 0; round < Number(count); round++) {
  for (let at = 0; at < 3; at++) {
    const kind = kinds[(round + at) % 3];
    took[kind].push(timed(parsers[kind]));
  }
}
const median = values => values.sort((a, b) => a - b)[values.length >> 1];
console.log(JSON.stringify(Object.fromEntries(kinds.map(kind => [kind, median(took[kind])]))));
