const controller = new AbortController();
controller.signal.addEventListener('abort', () => {
  throw new Error('in an abort listener');
});
controller.abort();
setTimeout(() => console.log('never'), 50);
