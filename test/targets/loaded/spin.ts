// Blocks the loop for as much of a processor as is blamed on it.
interface Load {
  readonly ms: number;
}

function spin({ ms }: Load): number {
  const until = process.cpuUsage().user + ms * 1_000;
  let rounds = 0;
  // biome-ignore format: the line that is looked for
  while (process.cpuUsage().user < until) for (let at = 0; at < 1e6; at++) rounds++; // @spins
  return rounds;
}

setTimeout(() => {
  if (spin({ ms: 900 }) > 0) setTimeout(() => console.log('done'), 100);
}, 200);
