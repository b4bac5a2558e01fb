// The port of a hub that stays: who may enter, several editors at once, and what the hub goes on with.
import { deepEqual, equal, match } from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { eddy, lineOf, run } from '../launch/index.ts';
import { asCustomer, dialEditor, isThere, ownPlace, shop, startServer } from './editor-client.ts';

test('two editors at once, each with its own program and breakpoints', async t => {
  const place = ownPlace(t);
  const { port, token } = await startServer(place);
  const [one, other] = await Promise.all([dialEditor(port), dialEditor(port)]);
  await one.launch({ token, match: 'header:x-user=ann', session: 'ann' }, ['add']);
  await other.launch({ token, match: 'header:x-user=bob', session: 'bob' }, ['before']);
  const [atOne, atOther] = await Promise.all([one.port(), other.port()]);
  const held = [asCustomer(atOne, 'ann'), asCustomer(atOther, 'bob')];
  const [here, there] = await Promise.all([one.stopped(), other.stopped()]);
  equal((await one.frame(here.threadId)).line, lineOf(shop, 'add'));
  equal((await other.frame(there.threadId)).line, lineOf(shop, 'before'));
  // Neither is met by the other's breakpoints.
  equal(JSON.parse(await asCustomer(atOne, 'bob')).total, 70);
  equal(JSON.parse(await asCustomer(atOther, 'ann')).total, 70);
  await one.set(shop, []);
  await one.client.continueRequest({ threadId: here.threadId });
  await other.client.continueRequest({ threadId: there.threadId });
  deepEqual(
    (await Promise.all(held)).map(text => JSON.parse(text).user),
    ['ann', 'bob'],
  );
  await Promise.all([one.client.disconnectRequest({}), other.client.disconnectRequest({})]);
});

test('without the token nothing is started, and HTTP is not heard', async t => {
  const place = ownPlace(t);
  const { port, token } = await startServer(place);
  const editor = await dialEditor(port);
  await editor.client.initializeRequest();
  match(await editor.refusal('launch', { program: shop }), /"token" is missing/);
  match(await editor.refusal('launch', { program: shop, token: `${token}x` }), /not the one of this server/);
  match(await editor.refusal('attach', { run: 'any' }), /"token" is missing/);
  match(await editor.refusal('evaluate', { expression: '1' }), /First comes launch or attach/);
  editor.socket.destroy();
  const browser = connect(port, '127.0.0.1');
  const body = JSON.stringify({ seq: 1, type: 'request', command: 'initialize', arguments: { adapterID: 'x' } });
  browser.write(`POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  let said = '';
  browser.on('data', text => {
    said += text;
  });
  browser.on('error', () => {});
  await once(browser, 'close');
  equal(said, '');
});

test('told so in as many words, it needs none; off loopback it never listens', async t => {
  const place = ownPlace(t);
  const { port } = await startServer(place, ['--dap-without-token']);
  const editor = await dialEditor(port);
  await editor.launch({}, []);
  await editor.port();
  await editor.client.disconnectRequest({});
  const far = await run(process.execPath, [eddy, 'serve', '--dap', '0.0.0.0:0'], { env: place.env });
  deepEqual([far.status, /can be reached from outside this machine/.test(far.stderr)], [2, true]);
  const lost = await run(process.execPath, [eddy, 'serve', '--dap-without-token'], { env: place.env });
  deepEqual([lost.status, /of which port/.test(lost.stderr)], [2, true]);
});

test('a port that is taken: who comes second is told, and ends; the first serves on', async t => {
  const place = ownPlace(t);
  const { port, token } = await startServer(place);
  const words = ['serve', '--name', 'second', '--store', 'memory', '--dap', String(port)];
  const second = await run(process.execPath, [eddy, ...words], { env: place.env });
  deepEqual([second.status, second.signal], [2, null]);
  match(second.stderr, /Port \d+ of 127\.0\.0\.1 .*EADDRINUSE.*Name another port; 0 takes a free one/);
  const editor = await dialEditor(port);
  await editor.launch({ token }, []);
  equal(JSON.parse(await asCustomer(await editor.port(), 'eve')).total, 70);
  await editor.client.disconnectRequest({});
});

test('a run that is there is attached to, and let alone afterwards', async t => {
  const place = ownPlace(t);
  const { port, token } = await startServer(place);
  const first = await dialEditor(port);
  await first.launch({ token, name: 'shop' }, []);
  const at = await first.port();
  const { body } = await first.next('process');
  // By its pid it is found once it has said who it is.
  await first.next('thread');
  const editor = await dialEditor(port);
  await editor.begin('attach', { token, processId: body.systemProcessId, mode: 'hold' });
  const [set] = await editor.set(shop, ['add']);
  equal((await editor.verified(set)).line, lineOf(shop, 'add'));
  await editor.client.configurationDoneRequest();
  const answer = asCustomer(at, 'eve');
  const { threadId } = await editor.stopped();
  equal((await editor.scope(threadId, 'Local'))[0]?.value, '"eve"');
  await editor.client.disconnectRequest({});
  // Its breakpoints went with it, and the flow goes on.
  equal(JSON.parse(await answer).total, 70);
  equal(isThere(body.systemProcessId), true);
  await first.client.disconnectRequest({});
  equal(isThere(body.systemProcessId), false);
});
