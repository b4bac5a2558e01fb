// @limits {"sdkIdleMs":150,"sdkInterruptMs":100}
// As long a silence, but a tool of ours runs in it, and the reader takes its time too.
import { setTimeout as pause } from 'node:timers/promises';
import { SafeSdk } from 'eddy';

async function* withTool(signal) {
  yield { type: 'tool-start' };
  await pause(300, undefined, { signal });
  yield { type: 'tool-end' };
  yield { type: 'text' };
}

const sdk = new SafeSdk({
  name: 'chat',
  open: signal => withTool(signal),
  isToolStart: message => message.type === 'tool-start',
  isToolEnd: message => message.type === 'tool-end',
});
for await (const message of sdk.messages()) if (message.type === 'text') await pause(200);
