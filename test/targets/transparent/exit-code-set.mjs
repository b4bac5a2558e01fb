process.exitCode = 4;
process.on('beforeExit', code => console.log('before exit', code));
console.log('end');
