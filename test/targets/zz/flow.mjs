import { flow, task } from 'eddy';
flow('f', () => new Promise(r => {}));
for (let i = 0; i < 200; i++) task('t', () => new Promise(() => {}));
