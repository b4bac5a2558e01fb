const { half } = require('./half.cjs');

function work() {
  let sum = 0;
  for (let i = 0; i < 2; i++) {
    sum += half(i);
    sum += 1; // @loop
  }
  return sum; // @end
}

const result = work();
console.log('sum', result); // @say
