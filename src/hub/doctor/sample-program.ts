/** A small server that says its port on a socket of ours, and ends when that is closed: it cannot be left behind. */
export const sampleProgram = `import { createServer } from 'node:http';
import { connect } from 'node:net';

async function charge(price) {
  const total = price * 2;
  await null;
  return total; // @hold
}

const server = createServer(async (request, response) => {
  const paid = await charge(21);
  response.end(String(paid)); // @snap
});
server.listen(0, '127.0.0.1', () => {
  const line = connect(process.argv[2], () => line.write(server.address().port + '\\n'));
  line.on('error', () => {});
  line.on('close', () => {
    server.close();
    server.closeAllConnections();
  });
});
`;

export const sampleFile = 'sample.mjs';
/** What each of its answers says. */
export const sampleAnswer = '42';

export function lineOf(mark: 'hold' | 'snap'): number {
  return sampleProgram.split('\n').findIndex(line => line.endsWith(`// @${mark}`)) + 1;
}
