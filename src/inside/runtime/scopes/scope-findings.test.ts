import { deepEqual, equal, notEqual } from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { runtime } from '../core/index.ts';
import { scope } from './index.ts';

const clock = new FakeClock();
runtime().clock = clock;
beforeEach(() => runtime().findings.clear());

const kinds = () =>
  runtime()
    .findings.list()
    .map(one => one.kind);

test('entered when cancelled: one finding, also when more scopes follow inside', async () => {
  await scope('outer', async outer => {
    outer.cancel();
    await scope('first', async () => scope('second', async () => {}));
  });
  deepEqual(kinds(), ['scope-entered-cancelled']);
  const [seen] = runtime().findings.list();
  equal(seen?.count, 1);
  notEqual(seen?.sites.entered?.line, seen?.sites.cancelled?.line);
  runtime().findings.clear();
  scope('no time', { deadlineMs: 0 }, () => {});
  deepEqual(kinds(), ['scope-entered-cancelled']);
  runtime().findings.clear();
  await scope('outer', async outer => {
    outer.cancel();
    await scope('clean-up', { shield: true }, async () => {});
  });
  deepEqual(kinds(), []);
});

test('a cancel shortly before the end of the program is not ignored', async () => {
  let finish = () => {};
  const end = new Promise<void>(resolve => {
    finish = resolve;
  });
  const last = scope('last', async own => {
    own.cancel();
    await end;
  });
  clock.advance(100);
  runtime().findings.lookAtDue(true);
  deepEqual(kinds(), []);
  finish();
  await last;
});

test('cancel ignored: told after the limit, not while a shield protects work inside', async () => {
  let finish = () => {};
  const end = new Promise<void>(resolve => {
    finish = resolve;
  });
  const deaf = scope('deaf', async own => {
    own.cancel('enough');
    await end;
  });
  clock.advance(4_999);
  deepEqual(kinds(), []);
  clock.advance(10);
  deepEqual(kinds(), ['cancel-ignored']);
  finish();
  await deaf;
  runtime().findings.clear();

  let finishCleanUp = () => {};
  const cleaned = new Promise<void>(resolve => {
    finishCleanUp = resolve;
  });
  const polite = scope('polite', async own => {
    const inner = scope('clean-up', { shield: true }, () => cleaned);
    own.cancel();
    await inner;
  });
  clock.advance(60_000);
  deepEqual(kinds(), []);
  finishCleanUp();
  await polite;
  clock.advance(60_000);
  deepEqual(kinds(), []);
});
