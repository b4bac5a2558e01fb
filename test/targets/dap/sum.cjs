class Box {
  constructor() {
    this.inner = { list: [1, 2, { deep: 'yes' }] };
  }
}

function add(box, total, i) {
  total = total + i; // @add
  return total;
}

function main() {
  const box = new Box();
  let total = 0;
  for (let i = 0; i < 5; i++) {
    total = add(box, total, i); // @loop
  }
  const result = total; // @after
  console.log('total', result);
}

function throwCaught() {
  try {
    throw new TypeError('a caught one'); // @raise
  } catch {
    return 'caught';
  }
}

console.log('pid', process.pid);
main();
throwCaught();
if (process.argv.includes('throw')) throw new RangeError('nobody takes it'); // @throw
