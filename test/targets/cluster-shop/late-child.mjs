process.send({ pid: process.pid }); // @first
process.once('message', () => process.disconnect());
process.on('SIGTERM', () => {});
