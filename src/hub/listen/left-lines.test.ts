import { deepEqual } from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { takeLeftByHello, takeLeftLines } from './left-lines.ts';

test('last words are taken once, by target or all; broken ones are counted', t => {
  const folder = mkdtempSync(join(tmpdir(), 'eddy-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const socket = join(folder, 'hub');
  const event = (id: string) =>
    JSON.stringify({ say: 'event', event: { seq: 1, at: 1, kind: 'flow-started', target: id, data: {} } });
  for (const id of ['a', 'b']) writeFileSync(join(folder, `${id}.lines`), `${event(id)}\n${event(id)}\n`);
  writeFileSync(join(folder, 'c.lines'), `${event('c')}\n{"say":"eve`);
  const count = (target?: string) => {
    const { lines, badFiles } = takeLeftLines(socket, target);
    return [lines.length, badFiles];
  };
  deepEqual(count('a'), [2, 0]);
  deepEqual(count('a'), [0, 0]);
  deepEqual(count(), [2, 1]);
});

test('last words are of the run whose token they begin with; a hub that starts takes them all', t => {
  const folder = mkdtempSync(join(tmpdir(), 'eddy-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const socket = join(folder, 'hub');
  const said = (token: string, target: string) =>
    [
      { say: 'hello', version: 1, token, pid: 1 },
      { say: 'event', event: { seq: 1, at: 1, kind: 'flow-started', target, data: {} } },
    ]
      .map(line => `${JSON.stringify(line)}\n`)
      .join('');
  for (const id of ['a', 'b', 'c']) writeFileSync(join(folder, `${id}.lines`), said(`of-${id}`, id));
  writeFileSync(join(folder, 'd.lines'), 'no words');
  const { lines, badFiles } = takeLeftLines(socket, undefined, ({ token }) => token === 'of-a');
  deepEqual([lines.map(line => line.say === 'event' && line.event.target), badFiles], [['a'], 1]);
  deepEqual(
    takeLeftByHello(socket)
      .map(({ hello: { token }, lines }) => [token, lines.length])
      .sort(),
    [
      ['of-b', 1],
      ['of-c', 1],
    ],
  );
  deepEqual(readdirSync(folder), []);
});

test('where the folder was removed nothing was left', () => {
  const folder = mkdtempSync(join(tmpdir(), 'eddy-test-'));
  rmSync(folder, { recursive: true });
  deepEqual(takeLeftLines(join(folder, 'hub')), { lines: [], badFiles: 0 });
  deepEqual(takeLeftByHello(join(folder, 'hub')), []);
});
