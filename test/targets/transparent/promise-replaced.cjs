const Native = globalThis.Promise;
globalThis.Promise = class Mine extends Native {
  then(...args) {
    Mine.count = (Mine.count ?? 0) + 1;
    return super.then(...args);
  }
};
(async () => {
  await Promise.resolve(1).then(x => x + 1);
  console.log('count', Promise.count, Promise.race([Promise.resolve(3)]) instanceof Promise);
})();
