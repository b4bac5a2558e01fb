async function* numbers() {
  await null;
  throw new Error('nobody awaits this step');
}
numbers().next();
setTimeout(() => console.log('never'), 50);
