// The connection is closed in the middle of the answer, and the iterator ends as if all were well.
import { SafeSdk } from 'eddy';

async function* cut() {
  yield { type: 'message_start' };
  yield { type: 'content_block_delta' };
}

const sdk = new SafeSdk({ name: 'chat', open: () => cut(), isEnd: message => message.type === 'message_stop' }); // @created
await sdk.execute();
