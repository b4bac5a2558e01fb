import { equal } from 'node:assert/strict';
import { Duplex } from 'node:stream';
import { test } from 'node:test';
import { FakeClock } from '../../testing/fake-clock.ts';
import { serveEither } from './serve-either.ts';

/** What becomes of somebody who says these pieces: who is asked to serve, what reaches them, or that it is over. */
async function told(pieces: readonly string[]) {
  const clock = new FakeClock();
  const socket = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
  let who = 'nobody';
  let heard = '';
  const listener = (name: string) => ({
    serve(one: Duplex) {
      who = name;
      one.on('data', chunk => {
        heard += chunk;
      });
    },
  });
  serveEither(socket as never, listener('targets') as never, listener('control') as never, clock);
  for (const piece of pieces) {
    socket.push(piece);
    await new Promise(resolve => setImmediate(resolve));
  }
  return { clock, socket, who, heard };
}

const targetsHello = '{"say":"hello","version":1}\n';
const controllersHello = '{"id":1,"do":"hello"}\n';

for (const [name, line] of [
  ['targets', targetsHello],
  ['control', controllersHello],
] as const) {
  test(`${name} are known by their first bytes, wherever these are cut, and lose none`, async () => {
    for (let cut = 1; cut < line.length; cut++) {
      const { who, heard, clock } = await told([line.slice(0, cut), line.slice(cut)]);
      equal(`${who} ${heard} ${clock.pending}`, `${name} ${line} 0`, `cut at ${cut}`);
    }
  });
}

for (const words of [
  'GET / HTTP/1.1\r\n',
  'POST /',
  '{"say":"target"',
  '{"do":"hello"',
  '\u0016\u0003\u0001',
  '\n',
  ' {"id":1',
])
  test(`who begins with ${JSON.stringify(words)} is heard by nobody`, async () => {
    const { socket, who, clock } = await told([words, controllersHello]);
    equal(`${socket.destroyed} ${who} ${clock.pending}`, 'true nobody 0');
  });

test('who does not say who it is has five seconds', async () => {
  for (const pieces of [[], ['{'], ['{"say":"hel']]) {
    const { socket, clock } = await told(pieces);
    clock.advance(4999);
    equal(socket.destroyed, false);
    clock.advance(1);
    equal(socket.destroyed, true);
  }
});
