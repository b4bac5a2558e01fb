console.log('about to go');
setTimeout(() => process.kill(process.pid, 'SIGTERM'), 20);
setInterval(() => {}, 1000);
