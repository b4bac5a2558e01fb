// Told a number: starts so many processes of itself, and says when all are there. Each has a line that can be armed.
import { fork } from 'node:child_process';

async function work(n) {
  await null;
  return n + 1; // @look
}

const count = Number(process.argv[2]);
if (count > 0) {
  const children = Array.from({ length: count }, () => fork(import.meta.filename, ['0']));
  await Promise.all(children.map(child => new Promise(resolve => child.once('message', resolve))));
  process.stdout.write('ready\n');
  process.stdin.resume().on('end', () => {
    for (const child of children) child.disconnect();
  });
} else {
  // Something runs there, as in any server.
  const timer = setInterval(() => void work(1), 5);
  process.once('disconnect', () => clearInterval(timer));
  process.stdin.resume().on('end', () => clearInterval(timer));
  if (process.send === undefined) process.stdout.write('ready\n');
  else process.send('ready');
}
