import { deepEqual, equal, match, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { isEddyError } from '../../base/index.ts';
import { encodeMessage, MessageCutter } from './message-cutter.ts';

const messages = [
  { seq: 1, type: 'event', event: 'output', body: { output: 'grüße, 世界, 👋\r\n\r\nContent-Length: 9\r\n\r\n' } },
  { seq: 2, type: 'request', command: 'threads' },
  { seq: 3, type: 'response', request_seq: 7, success: true, command: 'evaluate', body: { result: 'x'.repeat(300) } },
];

function cut(chunks: readonly Buffer[], cutter = new MessageCutter()): unknown[] {
  return chunks.flatMap(chunk => [...cutter.push(chunk)]).map(text => JSON.parse(text));
}

test('messages come whole, split at any byte', () => {
  const bytes = Buffer.concat(messages.map(encodeMessage));
  for (let at = 0; at <= bytes.length; at++)
    deepEqual(cut([bytes.subarray(0, at), bytes.subarray(at)]), messages, `split at ${at}`);
  const single = Array.from(bytes, byte => Buffer.of(byte));
  deepEqual(cut(single), messages);
});

test('lines that are no header are passed over and counted, split at any byte', () => {
  const junk = 'Traceback (most recent call last):\n\r\n  warning: Content-Length is 3\nno newline before ';
  const parts = messages.flatMap(message => [Buffer.from(junk), encodeMessage(message)]);
  const bytes = Buffer.concat(parts);
  for (let at = 0; at <= bytes.length; at++) {
    const cutter = new MessageCutter();
    deepEqual(cut([bytes.subarray(0, at), bytes.subarray(at)], cutter), messages, `split at ${at}`);
    match(cutter.junkText, /^Traceback/);
    equal(cutter.junkBytes, 3 * (junk.length - 2));
  }
});

test('headers in any case, with others beside them, and bare newlines', () => {
  const body = '{"seq":1,"type":"event","event":"initialized"}';
  const head = `Content-Type: application/vscode-jsonrpc; charset=utf-8\ncontent-length:${body.length}  \nX-Other: 1\n\n`;
  const cutter = new MessageCutter();
  deepEqual(cut([Buffer.from(head + body)], cutter), [JSON.parse(body)]);
  equal(cutter.restBytes, 0);
});

test('an empty body is a message of no characters', () => {
  deepEqual(
    [...new MessageCutter().push(Buffer.from('Content-Length: 0\r\n\r\nContent-Length: 2\r\n\r\n{}'))],
    ['', '{}'],
  );
});

test('an absurd length is an error at its header, before anything is held', () => {
  const cutter = new MessageCutter(1000);
  for (const length of ['1001', '99999999999999999999999', '1e9'.padEnd(400, '0').replace('e', '')]) {
    throws(
      () => [...cutter.push(Buffer.from(`Content-Length: ${length}\r\n\r\n`))],
      error => isEddyError(error, 'bad-message') && /announced; 1000 is the limit/.test(error.message),
    );
  }
  deepEqual([...new MessageCutter(2).push(Buffer.from('Content-Length: 2\r\n\r\n{}'))], ['{}']);
});

test('junk has a limit, with and without newlines, and is not held in memory', () => {
  for (const piece of ['GET / HTTP/1.1\r\nHost: localhost\r\n', 'x'.repeat(4096)]) {
    const cutter = new MessageCutter();
    let given = 0;
    throws(
      () => {
        for (; given < 64 * 1024 * 1024; given += piece.length) for (const _ of cutter.push(Buffer.from(piece)));
      },
      error => isEddyError(error, 'bad-message') && /that are no message; they begin with/.test(error.message),
    );
    equal(given <= 2 * 1024 * 1024, true);
  }
});

test('random chunks with random junk between: every message comes, in order', () => {
  // A small generator of our own: the same numbers for the same seed.
  let state = 20_261;
  const random = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const junk = [
    '\n',
    '\r\n\r\n',
    'Content-Length: x\r\n',
    'Content-Type: a\n',
    '{"seq":1}\n',
    'üñí\n',
    '\0\x01\n',
    'Content-Length\n',
  ];
  for (let round = 0; round < 300; round++) {
    const parts: Buffer[] = [];
    const sent: unknown[] = [];
    for (let at = 0; at < 1 + random(6); at++) {
      for (let lines = random(4); lines > 0; lines--) parts.push(Buffer.from(junk[random(junk.length)] as string));
      const message = { seq: at, type: 'event', event: 'output', body: '→é\n'.repeat(random(40)) };
      sent.push(message);
      parts.push(encodeMessage(message));
    }
    const bytes = Buffer.concat(parts);
    const chunks: Buffer[] = [];
    for (let from = 0; from < bytes.length; ) {
      const to = from + 1 + random(random(4) === 0 ? bytes.length : 9);
      chunks.push(bytes.subarray(from, to));
      from = to;
    }
    deepEqual(cut(chunks), sent, `round ${round}`);
  }
});
