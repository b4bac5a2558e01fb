import { setFlagsFromString } from 'node:v8';
import { keepCompiled } from './compile-cache.ts';
import { leaveInspector, sayDenied } from './own-process.ts';

const [command, ...words] = process.argv.slice(2);
// One adapter a program: it loads nothing of the other commands, and the compilers that it has no use for would take 8 MB of each.
const isAdapter = command === 'dap' && words.length === 0;
if (isAdapter) {
  setFlagsFromString('--no-turbofan');
  setFlagsFromString('--no-maglev');
}
// After the flags: what is compiled is kept for these alone.
keepCompiled(process.env);
leaveInspector(process.env);
await (isAdapter ? import('./dap.ts') : import('./cli.ts')).catch(sayDenied);
