import { task } from 'eddy';
await task('p', () => new Promise(r => {}));
