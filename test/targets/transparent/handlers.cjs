process.on('uncaughtException', (error, origin) => console.log('caught', error.message, origin));
process.on('unhandledRejection', reason => console.log('rejected', reason.message));
process.on('rejectionHandled', () => console.log('handled late'));
const late = Promise.reject(new Error('late'));
setTimeout(() => late.catch(() => {}), 20);
setTimeout(() => {
  throw new Error('thrown');
}, 40);
