// A connection is opened by one job and closed by another.
import { CancelScopeTracker, flow } from 'eddy';

const scopes = new CancelScopeTracker();

class Connection {
  open() {
    this.scope = scopes.enterScope('connection'); // @entered
  }

  close() {
    scopes.exitScope(this.scope); // @exited
  }
}

const connection = new Connection();
await flow('connect', async () => connection.open());
await flow('shut down', async () => connection.close());
