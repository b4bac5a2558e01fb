import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runTests } from './recorder.mjs';
import { say } from './say.mjs';

// The tests that zod publishes with itself: argv[2] is the folder of them.
const folder = process.argv[2];
// One of them leaves the prototype of all schemas changed: it comes last.
const rank = name => `${Number(name.includes('prototypes'))} ${name}`;
const files = readdirSync(folder, { recursive: true })
  .filter(name => name.endsWith('.test.mjs'))
  .sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
let run = 0;
for (const file of files) {
  try {
    await import(pathToFileURL(join(folder, file)));
    run++;
  } catch (error) {
    say(`${file} cannot be loaded:`, error.message);
  }
  await runTests(file);
}
say('files', run, 'of', files.length);
