// What is exported in NODE_OPTIONS is read by Eddy's own process as well.
import { deepEqual, equal, match } from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { eddy, folder, run } from '../launch/index.ts';

const says = "console.log(process.getBuiltinModule('node:inspector').url() ?? 'none');\n";

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function program(t: TestContext): string {
  const file = join(folder(t), 'says.mjs');
  writeFileSync(file, says);
  return file;
}

test('an inspector is the program’s: Eddy’s own gives it the port', async t => {
  const at = `127.0.0.1:${await freePort()}`;
  const env = { NODE_OPTIONS: `--inspect=${at}` };
  const ended = await run(process.execPath, [eddy, 'run', '--quiet', program(t)], { env });
  equal(ended.status, 0, ended.stderr);
  equal(ended.stdout.startsWith(`ws://${at}/`), true, ended.stdout);
});

test('who debugs Eddy itself keeps its inspector', async t => {
  const own = await run(process.execPath, ['--inspect=127.0.0.1:0', eddy, 'run', '--quiet', program(t)]);
  deepEqual([own.status, own.stdout], [0, 'none\n']);
  match(own.stderr, /Debugger listening/);
  equal(/Debugger ending/.test(own.stderr), false);
});

test('permissions under which Eddy cannot read itself are told', async t => {
  const env = { NODE_OPTIONS: '--permission' };
  const { status, stdout, stderr } = await run(process.execPath, [eddy, 'run', program(t)], { env });
  deepEqual([status, stdout], [2, '']);
  match(stderr, /^eddy: NODE_OPTIONS has --permission.*Give it to the program alone: eddy run node --permission/);
});
