import { task, group } from 'eddy';
try { await group(async ({ spawn }) => { spawn('a', async ({ signal }) => { await new Promise((_, r) => signal.addEventListener('abort', () => r(signal.reason))) }); spawn('b', async () => { throw new Error('x') }) }) } catch (e) { console.log(e.message) }
