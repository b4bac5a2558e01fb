import { compose, Duplex, PassThrough, Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';

await pipeline(
  Readable.from(['a', 'b', 'c']),
  new Transform({
    transform(c, e, cb) {
      cb(null, String(c).toUpperCase());
    },
  }),
  async function* (s) {
    for await (const x of s) yield x + '!';
  },
  async s => {
    for await (const x of s) console.log(String(x));
  },
);
await pipeline(Readable.from(['x'.repeat(1e6)]), zlib.createGzip(), zlib.createGunzip(), async s => {
  let n = 0;
  for await (const x of s) n += x.length;
  console.log(n);
});
try {
  await pipeline(
    Readable.from(
      (async function* () {
        yield 'a';
        throw new Error('src');
      })(),
    ),
    new PassThrough(),
  );
} catch (e) {
  console.log(e.message);
}
const ac = new AbortController();
setTimeout(() => ac.abort(), 10);
try {
  await pipeline(new Readable({ read() {} }), new PassThrough(), { signal: ac.signal });
} catch (e) {
  console.log(e.name, e.code);
}
console.log(
  await Readable.from([1, 2, 3, 4])
    .filter(x => x % 2)
    .map(async x => x * 2)
    .toArray(),
);
for await (const x of Readable.from([1, 2, 3])) {
  if (x === 2) break;
  console.log(x);
}
const ts = new TransformStream({
  transform(c, k) {
    k.enqueue(c * 2);
  },
});
const w = ts.writable.getWriter();
(async () => {
  for (const i of [1, 2, 3]) await w.write(i);
  await w.close();
})();
for await (const x of ts.readable) console.log('t', x);
const blob = new Blob(['hello ', 'world']);
console.log(await blob.text(), blob.size, await new Response(blob.stream()).text());
const fd = new FormData();
fd.append('a', '1');
fd.append('f', new Blob(['zz']), 'f.txt');
const back = await new Response(fd).formData();
console.log(back.get('a'), back.get('f').name);
const rs = new ReadableStream({
  start(c) {
    for (let i = 0; i < 3; i++) c.enqueue(i);
    c.close();
  },
});
const [a, b] = rs.tee();
const rd = a.getReader();
console.log(await rd.read());
rd.releaseLock();
console.log((await Array.fromAsync(b)).join(), (await Array.fromAsync(a)).join());
console.log(await Array.fromAsync(Readable.toWeb(Readable.from(['p', 'q']))));
const cs = new Response('hi there').body
  .pipeThrough(new TextDecoderStream())
  .pipeThrough(new CompressionStream('gzip') === null ? 0 : new TextEncoderStream());
console.log(Buffer.concat(await Array.fromAsync(cs)).toString());
const rr = new ReadableStream({
  pull(c) {
    c.enqueue(new Uint8Array(4));
  },
  type: 'bytes',
}).getReader({ mode: 'byob' });
console.log((await rr.read(new Uint8Array(2))).value.length);
await rr.cancel();
console.log(
  ReadableStream.prototype.getReader.name,
  ReadableStream.prototype.getReader.length,
  Object.getOwnPropertyNames(ReadableStream.prototype).sort().join(),
);
