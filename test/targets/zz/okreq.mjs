import http from 'node:http';
const s = http.createServer((q, r) => { r.end('hi') }).listen(0, () => http.get({ port: s.address().port, path: '/x', agent: new http.Agent({ keepAlive: true }) }, r => r.resume().on('end', () => process.exit(0))));
