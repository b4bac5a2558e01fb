// The clean-up of a cancelled job has a shield, and a deadline of its own.
import { checkpoint, scope } from 'eddy';

async function save() {
  await checkpoint();
  console.log('saved');
}

await scope('job', async job => {
  job.cancel('the user left');
  try {
    await checkpoint();
  } finally {
    await scope('save what we have', { shield: true, deadlineMs: 1_000 }, save);
  }
});
