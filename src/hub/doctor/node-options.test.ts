import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { nodeOptionChecks, preloadsIn } from './node-options.ts';
import type { Outcome } from './row.ts';
import type { DoctorWork } from './work.ts';

async function look(id: string, options: string | undefined): Promise<Outcome> {
  const work = { env: { NODE_OPTIONS: options } } as unknown as DoctorWork;
  const check = nodeOptionChecks(work).find(one => one.id === id)!;
  return check.run(new AbortController().signal);
}

const rows: [string, string | undefined, string, RegExp][] = [
  ['node-options', undefined, 'ok', /none/],
  ['node-options', '--max-old-space-size=4096', 'ok', /4096/],
  ['node-options', '--inspect-brk=0', 'warn', /--inspect-brk=0/],
  ['node-options', '--enable-source-maps --inspect', 'warn', /--inspect/],
  ['node-options', '--frozen-intrinsics', 'warn', /frozen/],
  ['preloads', '-r ./trace.cjs --import=apm', 'ok', /^\.\/trace\.cjs, apm: /],
  ['preloads', '--require "/x y/ms-vscode.js-debug/bootloader.js"', 'warn', /bootloader/],
  ['preloads', '--require /e/dist/register.cjs', 'ok', /none/],
];
for (const [id, options, state, saw] of rows) {
  test(`${id} of ${options}: ${state}`, async () => {
    const outcome = await look(id, options);
    equal(outcome.state, state);
    match(outcome.saw, saw);
    equal(outcome.toDo !== undefined, state === 'warn');
  });
}

test('a word without a file is no preload', () => deepEqual(preloadsIn(['--require']), []));
