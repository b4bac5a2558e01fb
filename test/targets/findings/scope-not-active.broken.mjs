// Closed where the work ends, and once more by the clean-up.
import { CancelScopeTracker } from 'eddy';

const scopes = new CancelScopeTracker();

async function upload() {
  const scope = scopes.enterScope('upload'); // @entered
  try {
    await null;
    scopes.exitScope(scope);
  } finally {
    scopes.exitScope(scope); // @exited
  }
}

await upload();
