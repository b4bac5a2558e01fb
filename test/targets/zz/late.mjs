import { task } from 'eddy';
let r; const t = task('t', () => new Promise(x => { r = x }));
process.on('beforeExit', () => r());
