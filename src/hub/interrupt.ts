/** The first Ctrl-C, SIGTERM or hang-up from now on. After it the process has its defaults again: a second one ends it at once. */
export function nextInterrupt(): Promise<NodeJS.Signals> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  return new Promise(resolve => {
    const heard = (signal: NodeJS.Signals) => {
      for (const one of signals) process.off(one, heard);
      resolve(signal);
    };
    for (const one of signals) process.on(one, heard);
  });
}
