// Leaves a child of a child behind, which becomes the first process's, and looks what is left of it when it has ended.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const shell = spawn('/bin/sh', ['-c', 'read word <&3 & echo $!; exit 0'], {
  stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
});
let pid = '';
shell.stdout.on('data', text => {
  pid += text;
});
shell.on('exit', () => {
  shell.stdio[3].end('go\n');
  const look = setInterval(() => {
    const [, state, parent] = /\) (\S) (\d+)/.exec(statOf(pid.trim())) ?? [];
    if (state !== undefined && state !== 'Z') return;
    clearInterval(look);
    console.log(state === undefined ? 'reaped' : `a zombie of process ${parent}`);
  }, 5);
});

function statOf(pid) {
  try {
    return readdirSync('/proc').includes(pid) ? readFileSync(`/proc/${pid}/stat`, 'latin1') : '';
  } catch {
    return '';
  }
}
