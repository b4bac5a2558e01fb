// @limits {"generatorAbandonedMs":50}
// Leaving the loop closes the generator; one that the whole program goes on using may rest as long as it likes.
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let open = 0;

async function* lines() {
  open++;
  try {
    yield 'first';
    yield 'second';
  } finally {
    open--;
  }
}

async function firstLine() {
  for await (const line of lines()) return line;
}

async function* numbers() {
  for (let number = 1; ; number++) yield number;
}

const ids = numbers();
await ids.next();
await firstLine();
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
for (let round = 0; round < 10; round++) {
  await sleep(30);
  collect();
}
if (open !== 0) throw new Error('a file is open');
await ids.next();
