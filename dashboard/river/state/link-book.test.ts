import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { EddyEvent } from '../../../src/wire/protocol/index.ts';
import { LinkBook } from './index.ts';

function event(kind: EddyEvent['kind'], at: number, flow: string, data: Record<string, unknown>): EddyEvent {
  return { seq: at, kind, at, target: 'a', flow, data };
}

test('who waits for a lock, who had it, and when it was handed over', () => {
  const links = new LinkBook();
  links.take(event('lock-acquired', 1, 'a.1', { lock: 'crane' }));
  links.take(event('lock-waiting', 2, 'a.2', { lock: 'crane' }));
  links.take(event('lock-released', 5, 'a.1', { lock: 'crane' }));
  links.take(event('lock-acquired', 6, 'a.2', { lock: 'crane' }));
  const [first, second] = links.ties;
  deepEqual([first!.flow, first!.got, first!.to], ['a.1', 1, 5]);
  deepEqual([second!.from, second!.got, second!.before], [2, 6, 'a.1']);
  ok(Number.isNaN(second!.to));
});

test('a scope, and who cancelled it', () => {
  const links = new LinkBook();
  links.take(event('scope-entered', 1, 'a.1', { id: 's1', name: 'quote' }));
  links.take(event('scope-cancelled', 3, 'a.1', { id: 's1', by: 'a.9', why: 'late' }));
  links.take(event('scope-exited', 4, 'a.1', { id: 's1' }));
  const { name, cancelledAt, cancelledBy, why, to } = links.ties[0]!;
  deepEqual([name, cancelledAt, cancelledBy, why, to], ['quote', 3, 'a.9', 'late', 4]);
});

test('it is bounded', () => {
  const links = new LinkBook();
  for (let at = 1; at <= 50_000; at++) links.take(event('lock-acquired', at, `a.${at}`, { lock: 'crane' }));
  ok(links.ties.length <= 20_000);
  equal(links.ties.at(-1)!.flow, 'a.50000');
});
