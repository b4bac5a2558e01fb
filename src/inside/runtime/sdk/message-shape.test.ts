import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { shapeOf, textOf, typeOf } from './message-shape.ts';

test('type and length of what the known clients send', () => {
  deepEqual(shapeOf({ type: 'content_block_delta', delta: { text: 'Hello' } }), {
    type: 'content_block_delta',
    length: 'content_block_delta'.length + 5,
  });
  equal(typeOf({ object: 'chat.completion.chunk', choices: [] }), 'chat.completion.chunk');
  deepEqual(shapeOf('abc'), { type: 'string', length: 3 });
  deepEqual(shapeOf(null), { type: 'null', length: 0 });
  equal(shapeOf(new Uint8Array(7)).length, 7);
});

test('no getter, proxy trap or toJSON runs', () => {
  const ran: string[] = [];
  const message = {
    get type() {
      ran.push('type');
      return 'x';
    },
    toJSON() {
      ran.push('toJSON');
    },
    inner: new Proxy(
      {},
      {
        get: () => ran.push('get'),
        ownKeys: () => {
          ran.push('ownKeys');
          return [];
        },
      },
    ),
  };
  deepEqual(shapeOf(message), { type: 'object', length: 0 });
  equal(typeOf(new Proxy({ type: 'x' }, { getOwnPropertyDescriptor: () => void ran.push('trap') })), 'object');
  deepEqual(ran, []);
});

test('a message that is huge or a ring is read within bounds', () => {
  const ring: Record<string, unknown> = { type: 'ring' };
  ring.self = ring;
  equal(typeOf(ring), 'ring');
  equal(shapeOf(ring).length > 0, true);
  const huge = Array.from({ length: 100_000 }, () => 'xx');
  equal(shapeOf(huge).length <= 400, true);
});

test('the text that people read', () => {
  equal(
    textOf({ type: 'assistant', id: 'm1', message: { content: [{ type: 'text', text: 'Hi there' }] } }, 100),
    'Hi there',
  );
  equal(textOf({ type: 'ping' }, 100), undefined);
  equal(textOf('abcdef', 3), 'abc');
});
