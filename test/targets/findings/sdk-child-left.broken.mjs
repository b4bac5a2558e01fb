// @limits {"sdkCloseMs":150}
// The stream ends with its last line; the child behind it does not.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { SafeSdk } from 'eddy';

const cli = 'console.log("result"); setInterval(() => {}, 1000)';

function query() {
  const child = spawn(process.execPath, ['-e', cli], { stdio: ['ignore', 'pipe', 'inherit'] });
  async function* stream() {
    for await (const line of createInterface({ input: child.stdout })) {
      yield line;
      if (line === 'result') return;
    }
  }
  return { stream: stream(), child };
}

const sdk = new SafeSdk({ name: 'agent', open: () => query() }); // @created
await sdk.execute();
