let calls = 0;
Error.prepareStackTrace = (error, frames) => {
  calls++;
  return `${error.message} @ ${frames[0].getFunctionName()}`;
};
function named() {
  return new Error('shape').stack;
}
console.log(named(), calls);
setTimeout(() => console.log(calls), 30);
