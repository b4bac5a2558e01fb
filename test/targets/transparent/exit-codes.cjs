process.on('exit', code => {
  console.log('exit handler', code, process.exitCode);
  process.exitCode = 7;
});
setTimeout(() => process.exit(3), 10);
