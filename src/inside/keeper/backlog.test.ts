import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { type EddyEvent, encodeLine } from '../../wire/protocol/index.ts';
import { Backlog } from './backlog.ts';

function line(seq: number, more: Partial<EddyEvent> = {}): string {
  const event = { seq, at: 0, kind: 'flow-started', target: 't', ...more, data: { said: ',"session":"' } } as const;
  return encodeLine({ say: 'event', event });
}

const seqs = (backlog: Backlog): number[] =>
  [...backlog.take()].map(({ line }) => (JSON.parse(String(line)) as { event: EddyEvent }).event.seq);

test('the oldest that nobody asked for go first, then the oldest of a session; each is told, with its target', () => {
  const size = line(1, { session: 's1' }).length;
  const gone: string[] = [];
  const backlog = new Backlog(size * 3, target => void gone.push(target));
  backlog.push('a', line(1, { session: 's1' }));
  backlog.push('b', line(2));
  backlog.push('c', line(3, { session: 's1' }));
  backlog.push('d', line(4, { session: 's1' }));
  deepEqual(gone, ['b']);
  backlog.push('e', line(5, { session: 's1' }));
  deepEqual(gone, ['b', 'a']);
  deepEqual(seqs(backlog), [3, 4, 5]);
});

test('what was kept comes out once, in the order in which it came', () => {
  const backlog = new Backlog(1_000_000, () => {});
  for (let seq = 1; seq <= 100; seq++) backlog.push('t', line(seq, seq % 3 === 0 ? { session: 's' } : {}));
  deepEqual(
    seqs(backlog),
    Array.from({ length: 100 }, (_, at) => at + 1),
  );
  deepEqual(seqs(backlog), []);
  backlog.push('t', line(101));
  deepEqual(seqs(backlog), [101]);
});
