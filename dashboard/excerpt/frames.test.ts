import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { foldFrames, frameOf } from './frames.ts';

test('a frame as stacks of Node and of Python say it', () => {
  deepEqual(frameOf('Connection.open (/shop/a b.mjs:8:25)'), {
    function: 'Connection.open',
    file: '/shop/a b.mjs',
    line: 8,
    isOwn: true,
  });
  deepEqual(frameOf('<anonymous> (C:\\shop\\buy.ts:3)')?.file, 'C:\\shop\\buy.ts');
  equal(frameOf('ModuleJob.run (node:internal/modules/esm/module_job:569:25)')?.isOwn, false);
  equal(frameOf('Lock.acquire (/usr/lib/python3.11/asyncio/locks.py:102:13)')?.isOwn, false);
  equal(frameOf('somewhere'), undefined);
});

test('frames of packages that follow each other are one row', () => {
  const rows = foldFrames([
    'acquire (/shop/node_modules/async-mutex/index.mjs:157:56)',
    'run (node:internal/x:1:1)',
    'pay (/shop/shop.ts:12:3)',
    'somewhere',
  ]);
  deepEqual(
    rows.map(row => ('folded' in row ? row.folded.length : row.function)),
    [2, 'pay', 1],
  );
});
