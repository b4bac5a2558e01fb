for (const it of [Error, Promise, Promise.prototype, Object.prototype, Array.prototype, Function.prototype, process])
  Object.freeze(it);
process.nextTick(() => console.log('frozen and fine'));
setTimeout(() => {
  throw new Error('frozen');
}, 10);
