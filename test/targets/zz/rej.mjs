import { task } from 'eddy';
task('p', () => new Promise(r => setTimeout(r, 500)));
task('q', async () => { throw new Error('boom') });
