import { task } from 'eddy';
task('p', () => new Promise(r => setTimeout(r, 500)));
setTimeout(() => { throw new Error('boom') }, 10);
