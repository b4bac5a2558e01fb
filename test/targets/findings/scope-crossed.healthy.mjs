// A connection is opened by one job, handed over, and closed by another.
import { CancelScopeTracker, flow } from 'eddy';

const scopes = new CancelScopeTracker();

class Connection {
  open() {
    this.scope = scopes.enterScope('connection');
  }

  close() {
    scopes.exitScope(this.scope);
  }
}

const connection = new Connection();
await flow('connect', async () => connection.open());
await flow('shut down', async () => {
  scopes.handOver(connection.scope);
  connection.close();
});
