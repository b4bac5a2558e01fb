import { deepEqual, equal } from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { runtime } from '../core/index.ts';
import { flow } from '../flows.ts';
import { watchGenerators } from '../generators/index.ts';
import { SafeSdk } from './safe-sdk.ts';

watchGenerators(runtime());
afterEach(() => runtime().findings.clear());
const kinds = (): string[] =>
  runtime()
    .findings.list()
    .map(finding => finding.kind);

async function* letters(): AsyncGenerator<string> {
  yield* ['a', 'b', 'c'];
}

async function* read(sdk: SafeSdk<string>): AsyncGenerator<string> {
  for await (const message of sdk.messages()) yield message;
}

test('a generator that holds a session across a yield, and is stepped by an unrelated flow, is named', async () => {
  const sdk = new SafeSdk({ name: 'run', open: letters });
  const reader = read(sdk);
  await flow('one', () => reader.next());
  await flow('two', () => reader.next());
  deepEqual(kinds(), ['generator-crossed']);
  await reader.return(undefined);
  equal((await sdk.result).state, 'aborted');
});

test('read in one flow it is not, though the SDK’s own generator runs in another', async () => {
  const sdk = new SafeSdk({ name: 'run', open: letters });
  const seen: string[] = [];
  await flow('one', async () => {
    for await (const letter of read(sdk)) seen.push(letter);
  });
  deepEqual(seen, ['a', 'b', 'c']);
  equal((await sdk.result).state, 'finished');
  deepEqual(kinds(), []);
});
