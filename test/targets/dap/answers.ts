import type { DapConnection } from '../../../src/wire/dap/index.ts';

/** What the other end does, over every transport. */
export function answers(connection: DapConnection): void {
  connection.handle({
    evaluate: ({ expression }) => ({ result: expression, variablesReference: 0 }),
    // Asks back before it answers.
    runInTerminal: async given => connection.request('runInTerminal', given),
    disconnect: (_, { afterAnswer }) => {
      connection.sendEvent('terminated', {});
      afterAnswer(() => void connection.close());
    },
  });
}
