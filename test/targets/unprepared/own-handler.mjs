// Rotates its log at SIGUSR1, which Node then does not hear.
process.on('SIGUSR1', () => console.log('rotated'));
setInterval(() => {}, 1_000);
console.log('ready');
