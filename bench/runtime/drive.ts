import { connect } from 'node:net';

// Enough to keep this side busy: a driver that sleeps between answers would put the price of waking it on the server.
const connections = 64;
const request = Buffer.from('GET /item HTTP/1.1\r\nHost: localhost\r\n\r\n');
const mark = 'HTTP/1.1 200';

/** So many requests over kept-alive connections, each sent when the one before was answered. */
export async function drive(port: number, requests: number): Promise<void> {
  let left = requests;
  await Promise.all(
    Array.from(
      { length: connections },
      () =>
        new Promise<void>((resolve, reject) => {
          const socket = connect(port, 'localhost');
          const next = () => {
            if (left-- <= 0) socket.end();
            else socket.write(request);
          };
          socket.on('connect', next);
          socket.on('data', (data: Buffer) => {
            if (data.includes(mark)) next();
          });
          socket.on('close', () => resolve());
          socket.on('error', reject);
        }),
    ),
  );
}
