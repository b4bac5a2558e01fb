async function* numbers() {
  yield 1;
  throw new Error('in a generator');
}
for await (const n of numbers()) console.log(n);
