import { once } from 'node:events';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const srv = http
  .createServer((q, s) => {
    if (q.url === '/slow') return;
    if (q.url === '/drip') {
      s.write('a');
      const t = setInterval(() => s.write('b'), 5);
      s.on('close', () => clearInterval(t));
      return;
    }
    if (q.url === '/echo') {
      q.pipe(s);
      return;
    }
    if (q.url === '/redir') {
      s.writeHead(302, { location: '/ok' });
      return s.end();
    }
    s.end('ok');
  })
  .listen(0);
await once(srv, 'listening');
const b = `http://127.0.0.1:${srv.address().port}`;
const tell = async p => {
  try {
    const r = await p;
    console.log(typeof r === 'object' ? 'resp' : r);
  } catch (e) {
    console.log(e.name, e.message, e.cause?.code, e.cause?.message);
  }
};
await tell(fetch(b + '/slow', { signal: AbortSignal.timeout(20) }));
const ac = new AbortController();
setTimeout(() => ac.abort(new Error('mine')), 10);
await tell(fetch(b + '/slow', { signal: ac.signal }));
await tell(fetch(b + '/slow', { signal: AbortSignal.abort() }));
await tell(fetch(b + '/slow', { signal: AbortSignal.any([AbortSignal.timeout(10), new AbortController().signal]) }));
{
  const c = new AbortController();
  const r = await fetch(b + '/drip', { signal: c.signal });
  const d = r.body.getReader();
  console.log((await d.read()).value.length > 0);
  c.abort();
  await tell(d.read());
}
await tell(fetch(b + '/echo', { method: 'POST', body: 'payload' }).then(r => r.text()));
await tell(
  fetch(b + '/echo', {
    method: 'POST',
    duplex: 'half',
    body: new ReadableStream({
      start(c) {
        c.enqueue(new TextEncoder().encode('st'));
        c.close();
      },
    }),
  }).then(r => r.text()),
);
await tell(fetch(b + '/redir').then(r => r.text() + r.redirected));
await tell(fetch('http://127.0.0.1:1'));
await tell(fetch('nope://x'));
await tell(fetch(''));
const { status } = await fetch(b + '/ok', { method: 'HEAD' });
console.log(status);
await Promise.race([fetch(b + '/slow').catch(() => 'closed'), sleep(10, 'timeout')]).then(console.log);
console.log(await Promise.any([Promise.reject(1), fetch(b + '/ok').then(r => r.text())]));
const rs = await Promise.allSettled(['/ok', '/ok', '/redir'].map(u => fetch(b + u).then(r => r.text())));
console.log(rs.map(r => r.value));
console.log(
  fetch.name,
  fetch.length,
  typeof fetch.prototype,
  Object.getOwnPropertyDescriptor(globalThis, 'fetch').enumerable,
);
srv.closeAllConnections();
srv.close();
