// @limits {"sdkCloseMs":1500}
// The child ends with its stream.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { SafeSdk } from 'eddy';

const cli = 'console.log("result"); setInterval(() => {}, 1000)';

function query() {
  const child = spawn(process.execPath, ['-e', cli], { stdio: ['ignore', 'pipe', 'inherit'] });
  async function* stream() {
    try {
      for await (const line of createInterface({ input: child.stdout })) {
        yield line;
        if (line === 'result') return;
      }
    } finally {
      child.kill();
      await once(child, 'exit');
    }
  }
  return { stream: stream(), child };
}

const sdk = new SafeSdk({ name: 'agent', open: () => query() });
await sdk.execute();
