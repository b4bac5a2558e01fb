// @limits {"generatorAbandonedMs":50}
// The first line is all that is wanted: the generator is dropped at its yield, and the file behind it stays open.
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
  const all = lines();
  const { value } = await all.next(); // @stepped
  return value;
}

await firstLine();
// What happens sooner or later in a program that runs longer.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
for (let round = 0; round < 10; round++) {
  await sleep(30);
  collect();
}
