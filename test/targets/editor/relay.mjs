// What an editor does with an adapter: it starts one, and passes on what both sides say. It can be killed as an editor can.
import { spawn } from 'node:child_process';

const adapter = spawn(process.execPath, process.argv.slice(2), { stdio: ['pipe', 'pipe', 'inherit'] });
process.stdin.pipe(adapter.stdin);
adapter.stdout.pipe(process.stdout);
