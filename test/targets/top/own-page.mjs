// A program that shows its own page. It says the link when a flow of its own is known there, and ends when its standard
// input does.
import { once } from 'node:events';
import { flow } from 'eddy';
import { startDashboard } from 'eddy/debugger';

await flow('warm up', async () => {});
const seen = Promise.withResolvers();
const onUpdate = ({ operations: { recent } }) => {
  if (recent.some(({ operation }) => operation === 'warm up')) seen.resolve();
};
const dashboard = await startDashboard({ port: 0, updateIntervalMs: 100, onUpdate });
await seen.promise;
console.log(dashboard.link());
process.stdin.resume();
await once(process.stdin, 'end');
await dashboard.stop();
