import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { type EddyError, fail, isEddyError } from '../../base/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { type ConnectionOptions, DapConnection } from './connection.ts';
import type { DapEvent } from './message.ts';
import { encodeMessage } from './message-cutter.ts';
import { memoryPair } from './streams.ts';

function pair(options: ConnectionOptions = {}) {
  const [left, right] = memoryPair();
  return { client: new DapConnection(left, options), server: new DapConnection(right, options), left, right };
}

/** One end is ours to write bytes to, and to read them from. */
function bare(options: ConnectionOptions = {}) {
  const input = new PassThrough();
  const output = new PassThrough();
  const connection = new DapConnection({ input, output, peer: 'adapter' }, options);
  const written: { seq: number; type: string; command?: string }[] = [];
  output.on('data', (chunk: Buffer) => written.push(JSON.parse(chunk.toString().split('\r\n\r\n')[1] as string)));
  return { connection, input, output, written, say: (message: object) => input.write(encodeMessage(message)) };
}

const codeOf = (code: string) => (error: unknown) => isEddyError(error) && error.code === code;

test('requests go both ways beside each other, and are answered by number', async () => {
  const { client, server } = pair();
  const slow = Promise.withResolvers<void>();
  server.handle({
    threads: () => ({ threads: [{ id: 1, name: 'main' }] }),
    evaluate: async ({ expression }) => {
      if (expression === 'slow') await slow.promise;
      return { result: expression, variablesReference: 0 };
    },
  });
  client.handle({ runInTerminal: ({ args }) => ({ processId: args.length }) });
  const first = client.request('evaluate', { expression: 'slow' });
  deepEqual(await client.request('threads', undefined), { threads: [{ id: 1, name: 'main' }] });
  deepEqual(await server.request('runInTerminal', { cwd: '/', args: ['a', 'b'] }), { processId: 2 });
  slow.resolve();
  equal((await first).result, 'slow');
  deepEqual(
    [client.open, server.open],
    [
      { asked: 0, answering: 0 },
      { asked: 0, answering: 0 },
    ],
  );
});

test('a handler that throws gives an error answer, with what it knows', async () => {
  const { client, server } = pair();
  server.handle({
    evaluate: () => {
      throw fail('bad-expression', 'No { here.', { data: { showUser: true, url: 'https://example.org' } });
    },
    threads: () => {
      throw 'a text';
    },
    pause: () =>
      Promise.reject(
        fail('refused', 'Later.', {
          data: { short: 'notStopped', id: 7, format: 'At {place}.', variables: { place: 'home' } },
        }),
      ),
    // A body that cannot be written is an error of the handler, too.
    scopes: () => ({ scopes: [10n] }) as never,
  });
  await rejects(client.request('evaluate', { expression: '{' }), (error: EddyError) => {
    equal(error.code, 'bad-expression');
    match(error.message, /refused "evaluate": No \{ here\./);
    deepEqual(error.data, {
      command: 'evaluate',
      id: 1023,
      format: 'No { here.',
      variables: { eddyCode: 'bad-expression' },
      showUser: true,
      url: 'https://example.org',
    });
    return true;
  });
  await rejects(client.request('threads', undefined), /refused "threads": a text/);
  await rejects(client.request('pause', { threadId: 1 }), (error: EddyError) => {
    match(error.message, /At home\.$/);
    return error.code === 'refused' && error.data.short === 'notStopped' && error.data.id === 7;
  });
  await rejects(client.request('scopes', { frameId: 1 }), /BigInt/);
  await rejects(client.request('modules', {}), codeOf('unknown-id'));
});

test('a request that is not answered in time fails; where the other side can, it is cancelled there', async () => {
  const clock = new FakeClock();
  const { client, server } = pair({ clock });
  const aborted = Promise.withResolvers<void>();
  server.handle({
    evaluate: (_, { signal }) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => [aborted.resolve(), reject(signal.reason)]),
      ),
  });
  client.peerCancels = true;
  const asked = rejects(client.request('evaluate', { expression: '1' }, { timeoutMs: 50 }), codeOf('no-answer'));
  await clock.advanceAsync(50);
  await asked;
  await aborted.promise;
  await turn();
  equal(server.open.answering, 0);
  deepEqual(client.open, { asked: 0, answering: 0 });
});

test('a signal cancels a request, before and while it is open', async () => {
  const { client, server } = pair();
  let cancels = 0;
  server.handle({ evaluate: () => new Promise(() => {}) });
  server.handleOther('cancel', () => void cancels++);
  const stop = new AbortController();
  const asked = client.request('evaluate', { expression: '1' }, { signal: stop.signal });
  stop.abort();
  await rejects(asked, codeOf('cancelled'));
  await rejects(client.request('evaluate', { expression: '1' }, { signal: stop.signal }), codeOf('cancelled'));
  await turn();
  // The other side never said that it can.
  equal(cancels, 0);
});

test('an answer that comes too late is nobody’s', async () => {
  const clock = new FakeClock();
  const { connection, say } = bare({ clock });
  const asked = rejects(connection.request('threads', undefined, { timeoutMs: 5 }), codeOf('no-answer'));
  await clock.advanceAsync(5);
  await asked;
  say({ seq: 1, type: 'response', request_seq: 1, success: true, command: 'threads' });
  say({ seq: 2, type: 'response', request_seq: 99, success: true, command: 'threads' });
  const next = connection.request('modules', {});
  say({ seq: 3, type: 'response', request_seq: 2, success: true, command: 'modules', body: { modules: [] } });
  deepEqual(await next, { modules: [] });
});

test('our numbers count up in the order of writing, over all kinds of messages', async () => {
  const { connection, written, say } = bare();
  connection.handle({
    threads: (_, exchange) => {
      exchange.afterAnswer(() => connection.sendEvent('initialized', undefined));
      return { threads: [] };
    },
  });
  connection.request('modules', {}).catch(() => {});
  say({ seq: 1, type: 'request', command: 'threads' });
  await turn();
  await turn();
  connection.sendEvent('terminated', {});
  await turn();
  deepEqual(
    written.map(({ seq, type }) => [seq, type]),
    [
      [1, 'request'],
      [2, 'response'],
      [3, 'event'],
      [4, 'event'],
    ],
  );
  await connection.close();
});

test('what cannot be read is told and passed over', async () => {
  const troubles: unknown[] = [];
  const { connection, input, say } = bare({ onTrouble: error => troubles.push(error) });
  const events: string[] = [];
  connection.onEvent(() => {
    throw new Error('a listener of ours');
  });
  connection.onEvent(event => events.push(event.event));
  input.write('Content-Length: 3\r\n\r\n{x}');
  for (const odd of [null, 7, {}, { type: 'request', command: 'threads' }, { type: 'response' }, { type: 'event' }])
    say(odd as object);
  say({ seq: 1, type: 'event', event: 'initialized' });
  await turn();
  deepEqual(events, ['initialized']);
  equal(troubles.length, 8);
});

test('an absurd length ends the connection with that error', async () => {
  const { connection, input } = bare();
  const asked = rejects(
    connection.request('threads', undefined),
    /99999999999 was announced|99999999999 bytes was announced/,
  );
  input.write('Content-Length: 99999999999\r\n\r\n');
  await asked;
  equal((await connection.ended).by, 'failed');
});

test('when the other side goes, or we close, requests fail with closed and handlers are told', async () => {
  for (const how of ['cut', 'end', 'close'] as const) {
    const { connection, input, output, say } = bare();
    const told = Promise.withResolvers<void>();
    connection.handle({
      evaluate: (_, { signal }) => new Promise(() => signal.addEventListener('abort', () => told.resolve())),
    });
    say({ seq: 1, type: 'request', command: 'evaluate', arguments: { expression: '1' } });
    const asked = rejects(connection.request('threads', undefined), codeOf('closed'));
    await turn();
    if (how === 'cut') input.destroy(new Error('ECONNRESET'));
    else if (how === 'end') input.end();
    else void connection.close();
    await asked;
    await told.promise;
    equal((await connection.ended).by, how === 'close' ? 'here' : 'there');
    await rejects(connection.request('threads', undefined), codeOf('closed'));
    connection.sendEvent('terminated', {});
    await connection.close();
    equal(output.destroyed, true);
  }
});

test('what a child said last is in the error', async () => {
  const input = new PassThrough();
  const whyEnded = async () => 'it ended with status 1. It last said: No module named debugpy';
  const connection = new DapConnection({ input, output: new PassThrough(), peer: 'python3', whyEnded });
  const asked = connection.request('initialize', { adapterID: 'x' });
  input.end();
  await rejects(asked, /python3 cannot answer "initialize": it ended with status 1\. It last said: No module/);
});

test('a write into a stream that is gone is no error of ours', async () => {
  const clock = new FakeClock();
  const { connection, output } = bare({ clock });
  output.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
  const asked = rejects(connection.request('threads', undefined), codeOf('closed'));
  connection.sendEvent('terminated', {});
  await clock.advanceAsync(1000);
  await asked;
});

test('what was written before a close arrives', async () => {
  const { client, server } = pair();
  const events: DapEvent[] = [];
  client.onEvent(event => events.push(event));
  server.handle({ disconnect: (_, { afterAnswer }) => afterAnswer(() => void server.close()) });
  for (let i = 0; i < 1000; i++) server.sendEvent('output', { output: 'x'.repeat(1000) });
  await client.request('disconnect', {});
  equal((await client.ended).by, 'there');
  equal(events.length, 1000);
});
