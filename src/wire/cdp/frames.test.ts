import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { clientFrame, FrameReader } from './frames.ts';

function serverFrame(text: string, opcode = 1, isLast = true): Buffer {
  const body = Buffer.from(text);
  const head =
    body.length < 126 ? [body.length] : body.length < 65_536 ? [126, body.length >> 8, body.length & 255] : [];
  if (head.length > 0) return Buffer.concat([Buffer.from([(isLast ? 0x80 : 0) | opcode, ...head]), body]);
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(body.length));
  return Buffer.concat([Buffer.from([(isLast ? 0x80 : 0) | opcode, 127]), size, body]);
}

test('frames of every size come whole, however they are cut', () => {
  const texts = ['', 'a', 'ü'.repeat(62), 'b'.repeat(126), 'c'.repeat(65_535), 'd'.repeat(65_536), 'end'];
  const bytes = Buffer.concat(texts.map(text => serverFrame(text)));
  for (const step of [1, 7, 4_096, bytes.length]) {
    const reader = new FrameReader();
    const came: string[] = [];
    for (let at = 0; at < bytes.length; at += step)
      for (const { kind, body } of reader.take(bytes.subarray(at, at + step))) {
        equal(kind, 'text');
        came.push(body.toString());
      }
    deepEqual(came, texts);
  }
});

test('a message in pieces is one, with what comes between them', () => {
  const reader = new FrameReader();
  const bytes = Buffer.concat([serverFrame('on', 1, false), serverFrame('', 9), serverFrame('e', 0)]);
  const came = [...reader.take(bytes)].map(({ kind, body }) => [kind, body.toString()]);
  deepEqual(came, [
    ['ping', ''],
    ['text', 'one'],
  ]);
});

test('what no server sends is refused', () => {
  throws(() => [...new FrameReader().take(clientFrame('text', Buffer.from('x')))], /masked/);
  throws(() => [...new FrameReader().take(serverFrame('x', 5))], /kind 5/);
  const huge = Buffer.from([0x81, 127, 0, 0, 1, 0, 0, 0, 0, 0]);
  throws(() => [...new FrameReader().take(huge)], /a frame of \d+ bytes/);
});

test('what we send is masked, and is the text again without', () => {
  for (const text of ['', 'hello', 'x'.repeat(200), 'y'.repeat(70_000)]) {
    const frame = clientFrame('text', Buffer.from(text));
    const from = text.length < 126 ? 2 : text.length < 65_536 ? 4 : 10;
    equal((frame[1] as number) & 0x80, 0x80);
    const mask = frame.subarray(from, from + 4);
    const body = frame.subarray(from + 4).map((byte, at) => byte ^ (mask[at & 3] as number));
    equal(Buffer.from(body).toString(), text);
  }
});
