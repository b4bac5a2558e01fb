process.once('SIGTERM', () => {
  console.log('asked to go');
  process.exit(9);
});
setTimeout(() => process.kill(process.pid, 'SIGTERM'), 20);
setInterval(() => {}, 1000);
