import { task } from 'eddy';
import { Mutex } from 'async-mutex';
const a = new Mutex(), b = new Mutex();
const nap = () => new Promise(r => setTimeout(r, 20));
task('one', () => a.runExclusive(async () => { await nap(); await b.runExclusive(() => 1) }));
task('two', () => b.runExclusive(async () => { await nap(); await a.runExclusive(() => 1) }));
for (let i = 0; i < 30; i++) task('waits ' + i, async () => { await nap(); await a.runExclusive(() => 1) });
