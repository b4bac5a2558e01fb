// Two sessions are closed in the order in which they were opened.
import { setTimeout as sleep } from 'node:timers/promises';
import { openScope } from 'eddy';

const files = openScope('files').enter(); // @entered
const search = openScope('search').enter(); // @inner
await sleep(5);
try {
  files.exit(); // @exited
} catch (error) {
  console.log(error.code);
}
search.exit();
