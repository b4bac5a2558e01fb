async function* count(n) {
  try {
    for (let i = 0; i < n; i++) {
      await null;
      yield i;
    }
  } finally {
    console.log('fin', n);
  }
}
for await (const x of count(3)) {
  if (x === 1) break;
}
const g = count(5);
await g.next();
await g.return('r').then(v => console.log(v));
const h = count(2);
try {
  await h.next();
  await h.throw(new Error('t'));
} catch (e) {
  console.log(e.message);
}
async function* deleg() {
  yield* count(2);
  yield* [7, 8];
}
console.log((await Array.fromAsync(deleg())).join());
const many = await Promise.all(
  [1, 2, 3].map(async i => {
    const o = [];
    for await (const x of count(i)) o.push(x);
    return o;
  }),
);
console.log(JSON.stringify(many));
const z = count(3);
console.log(await Promise.all([z.next(), z.next(), z.next(), z.next()]));
console.log(
  Object.getPrototypeOf(count).prototype.next?.name,
  Object.prototype.toString.call(z),
  Object.getOwnPropertyNames(Object.getPrototypeOf(Object.getPrototypeOf(count(1)))).join(),
  Object.getPrototypeOf(Object.getPrototypeOf(z)).next.toString(),
);
const unstarted = count(9);
await unstarted.return();
