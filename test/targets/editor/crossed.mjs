// A promise that is rejected, and nobody hears of it.
process.on('unhandledRejection', () => {});

async function job() {
  await new Promise(resolve => setTimeout(resolve, 1));
  throw new Error('nobody hears');
}

job();
setTimeout(() => {}, 1_000);
