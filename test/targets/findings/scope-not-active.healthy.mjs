// Closed once, whatever happens.
import { CancelScopeTracker } from 'eddy';

const scopes = new CancelScopeTracker();

async function upload() {
  const scope = scopes.enterScope('upload');
  try {
    await null;
  } finally {
    scopes.exitScope(scope);
  }
}

await upload();
