// Preloaded into what runs tests: keeps that one's loop from turning for a while.
if (process.argv.includes('--test') || process.execArgv.includes('--test'))
  setTimeout(() => {
    for (const until = performance.now() + 900; performance.now() < until; );
  }, 150);
