const { EventEmitter } = require('node:events');
const generator = async function* () {};
const prototype = Object.getPrototypeOf(generator.prototype);
console.log(
  JSON.stringify({
    argv: process.argv.slice(2),
    execArgv: process.execArgv,
    globals: Object.keys(globalThis),
    processKeys: Object.keys(process).includes('emit'),
    listeners: [
      'exit',
      'beforeExit',
      'uncaughtException',
      'unhandledRejection',
      'uncaughtExceptionMonitor',
      'message',
      'warning',
    ].map(name => process.listenerCount(name)),
    generator: Reflect.ownKeys(prototype).map(String),
    flags: JSON.stringify(Object.getOwnPropertyDescriptor(prototype, 'next')),
    names: [
      prototype.next,
      prototype.return,
      prototype.throw,
      fetch,
      Promise.race,
      Promise.any,
      AbortSignal.any,
      EventEmitter.prototype.on,
      EventEmitter.prototype.emit,
      process.emit,
      ReadableStream.prototype.getReader,
    ].map(fn => [fn.name, fn.length]),
    limit: Error.stackTraceLimit,
    prepare: typeof Error.prepareStackTrace,
    keys: Object.keys(AbortSignal.prototype).concat(Object.keys(EventEmitter.prototype)),
    main: require.main === module,
    loaded: Object.keys(require.cache).filter(file => !file.includes('/dist/')).length,
  }),
);
