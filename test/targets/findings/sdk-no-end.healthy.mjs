// One answer comes whole; of another the reader has enough, leaves, and the stream is closed with it.
import { SafeSdk } from 'eddy';

async function* whole() {
  yield { type: 'message_start' };
  yield { type: 'content_block_delta' };
  yield { type: 'message_stop' };
}

const isEnd = message => message.type === 'message_stop';
await new SafeSdk({ name: 'chat', open: () => whole(), isEnd }).execute();
const left = new SafeSdk({ name: 'chat', open: () => whole(), isEnd });
for await (const _ of left.messages()) break;
