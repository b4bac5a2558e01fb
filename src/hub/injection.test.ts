import { equal, match } from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { runInThisContext } from 'node:vm';
import { injection } from './injection.ts';

interface Ends {
  outcome(): string | undefined;
  beginNow(inNodeToo: boolean): string | undefined;
}

function inject(t: TestContext, attach: string): Ends {
  const place = mkdtempSync(join(tmpdir(), 'eddy-injection-'));
  t.after(() => rmSync(place, { recursive: true }));
  const file = join(place, 'attached.cjs');
  writeFileSync(file, `exports.attach = ${attach};`);
  const words = { hub: { address: { path: '/nowhere' }, token: 'none' }, opened: true };
  // As the inspector does it: an expression in the program's own world.
  return runInThisContext(injection(file, words as unknown as Parameters<typeof injection>[1]), '<anonymous>');
}

test('it begins in a turn of its own, not in the midst of what runs', async t => {
  const ends = inject(t, '() => {}');
  equal(ends.outcome(), undefined);
  await turn();
  equal(ends.outcome(), '');
});

test('told that the loop does not turn, it begins in code of the program, and in code of Node only where it must', async t => {
  const ends = inject(t, '() => {}');
  const inNode = (...words: boolean[]) => {
    const node = new EventEmitter().on('asked', ends.beginNow);
    node.emit('asked', ...words);
    return ends.outcome();
  };
  equal(inNode(false), undefined);
  equal(ends.beginNow(false), '');
  const other = inject(t, '() => {}');
  new EventEmitter().on('asked', other.beginNow).emit('asked', true);
  equal(other.outcome(), '');
});

test('it begins once, and what it could not do is told', async t => {
  const ends = inject(
    t,
    '() => { globalThis.begunTimes = (globalThis.begunTimes ?? 0) + 1; throw new Error("no way"); }',
  );
  equal(ends.beginNow(true), 'no way');
  await turn();
  match(String(ends.outcome()), /no way/);
  equal(Reflect.get(globalThis, 'begunTimes'), 1);
  Reflect.deleteProperty(globalThis, 'begunTimes');
});
