const { EventEmitter } = require('node:events');
const emitter = new EventEmitter();
emitter.on('it', function handle() {
  throw new Error('in a listener');
});
function start() {
  emitter.emit('it');
}
start();
