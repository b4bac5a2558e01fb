import http from 'node:http';
const s = http.createServer(() => { setTimeout(() => process.exit(0), 10) }).listen(0, () => http.get({ port: s.address().port, path: '/slow?x=1' }).on('error', () => {}));
