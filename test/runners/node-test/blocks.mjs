// Its first test blocks the loop before that has turned once, and its process is killed meanwhile.
import { test } from 'node:test';

test('blocks', async () => {
  const basket = ['tea'];
  await null;
  const until = process.cpuUsage().user + 1_200_000;
  while (process.cpuUsage().user < until) for (let at = 0; at < 1e6; at++) basket[0] = 'milk'; // @turns
  process.kill(process.pid, 'SIGKILL');
});
