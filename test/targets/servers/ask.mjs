// Raw requests over one socket each; prints every byte of every answer, the date masked.
import net from 'node:net';

const requests = [
  'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  'GET /json?n=3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 18\r\nConnection: close\r\n\r\n{"a":[1,2,{"b":3}]}',
  'GET /missing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  'GET /throws HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  'GET /stream HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  'BAD\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /json?n=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
];

export async function askAll(port) {
  for (const request of requests) {
    const answer = await new Promise((resolve, reject) => {
      let text = '';
      const socket = net.connect(port, 'localhost', () => socket.write(request));
      socket.setEncoding('latin1').on('data', part => (text += part));
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
    });
    console.log(JSON.stringify(answer.replace(/Date: [^\r]+/gi, 'Date: masked').replaceAll(String(port), 'PORT')));
  }
}
