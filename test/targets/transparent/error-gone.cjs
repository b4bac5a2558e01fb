const Plain = Error;
delete globalThis.Error;
process.on('exit', status => console.log('exit', status));
setTimeout(() => {
  throw new Plain('with nothing to look it up by');
}, 5);
