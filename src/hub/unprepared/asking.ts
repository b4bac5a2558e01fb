import type { Clock } from '../../base/index.ts';
import type { CdpConnection } from '../../wire/cdp/index.ts';

/** The inspector's answers are of many forms; each reader takes what it asked for. */
// biome-ignore lint/suspicious/noExplicitAny: the protocol's answers, read field by field
export type Answer = any;

/** What each part of a dump asks through; it fails at once when the user has had enough. */
export interface Asking {
  readonly connection: CdpConnection;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  ask(method: string, params?: Readonly<Record<string, unknown>>, withinMs?: number): Promise<Answer>;
}

/** Everything that we hold in the program is in this group, and is let go with it. */
export const objectGroup = 'eddy-dump';

export function openAsking(connection: CdpConnection, clock: Clock, signal: AbortSignal | undefined): Asking {
  const aborted = Promise.withResolvers<never>();
  aborted.promise.catch(() => {});
  const stop = () => aborted.reject(signal?.reason);
  if (signal?.aborted === true) stop();
  else signal?.addEventListener('abort', stop, { once: true });
  return {
    connection,
    clock,
    signal,
    ask: (method, params, withinMs) => Promise.race([connection.ask(method, params, withinMs), aborted.promise]),
  };
}

/** By an expression in the program's own world. `need` gives modules of Node, by each way that it has. */
export async function evaluate({ ask }: Asking, expression: string, byValue: boolean): Promise<Answer> {
  const need = `name => globalThis.process?.getBuiltinModule?.(name) ?? require(name)`;
  const { result, exceptionDetails } = await ask('Runtime.evaluate', {
    expression: `(need => (${expression}))(${need})`,
    includeCommandLineAPI: true,
    returnByValue: byValue,
    objectGroup,
  });
  if (exceptionDetails !== undefined)
    throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text ?? 'it threw');
  return byValue ? result.value : result.objectId;
}
