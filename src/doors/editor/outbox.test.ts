import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../wire/dap/index.ts';
import { Outbox } from './outbox.ts';

class Line {
  readonly sent: [string, { output?: string }][] = [];
  unreadBytes = 0;
  sendEvent(event: string, body: unknown): void {
    this.sent.push([event, body as object]);
  }
}

function exchange(): { readonly given: Exchange; answer(): void } {
  const after: (() => void)[] = [];
  const given = {
    command: 'continue',
    seq: 1,
    signal: new AbortController().signal,
    afterAnswer: (run: () => void) => void after.push(run),
  };
  return { given, answer: () => void after.map(run => run()) };
}

test('what an answer brought about comes after it, in its order', () => {
  const line = new Line();
  const outbox = new Outbox(line);
  const [one, other] = [exchange(), exchange()];
  outbox.send('initialized', undefined);
  outbox.holdBack(one.given);
  outbox.holdBack(other.given);
  outbox.send('thread', { reason: 'started', threadId: 2 });
  outbox.send('stopped', { reason: 'step', threadId: 2 });
  one.answer();
  equal(line.sent.length, 1);
  other.answer();
  deepEqual(
    line.sent.map(([event]) => event),
    ['initialized', 'thread', 'stopped'],
  );
});

test('an editor that does not read loses output, and is told how much', () => {
  const line = new Line();
  const outbox = new Outbox(line);
  outbox.output('stdout', 'one\n');
  line.unreadBytes = 17 * 1024 * 1024;
  outbox.output('stdout', 'two\n');
  outbox.output('stderr', 'three\n');
  line.unreadBytes = 0;
  outbox.output('stdout', 'four\n');
  const said = line.sent.map(([, { output }]) => output);
  equal(said.length, 3);
  deepEqual([said[0], said[2]], ['one\n', 'four\n']);
  match(said[1] ?? '', /^eddy: 10 characters of output were left out/);
  line.unreadBytes = 17 * 1024 * 1024;
  outbox.output('stdout', 'five\n');
  outbox.tellLeftOut();
  outbox.tellLeftOut();
  deepEqual([line.sent.length, line.sent[3]?.[1].output?.slice(0, 18)], [4, 'eddy: 5 characters']);
});
