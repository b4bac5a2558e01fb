// The clean-up of a cancelled job opens a scope inside it: it is over before it begins.
import { checkpoint, scope } from 'eddy';

async function save() {
  await checkpoint();
  console.log('saved');
}

await scope('job', async job => {
  job.cancel('the user left'); // @cancelled
  try {
    await checkpoint();
  } finally {
    await scope('save what we have', save); // @entered
  }
});
