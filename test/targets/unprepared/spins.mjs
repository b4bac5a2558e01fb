// Busy in JavaScript for ever.
console.log('ready');
setImmediate(function spin() {
  for (let at = 0; ; at++) Math.sqrt(at); // @spin
});
