// Never ends: it waits for an answer that nobody gives, with a timer that keeps it there.
async function ask(question) {
  await new Promise(() => setInterval(() => {}, 1000)); // @awaits
  return question;
}

process.on('SIGTERM', () => process.exit(7));
await ask('why');
