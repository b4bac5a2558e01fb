import { type Clock, systemClock } from '../../base/index.ts';
import type { DapStreams } from './streams.ts';

const endWithinMs = 1000;

/** This process's own standard streams, for a server that an editor starts. Nothing else may write to them. */
export function ownStdio(clock: Clock = systemClock): DapStreams {
  const { stdin, stdout } = process;
  const close = async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const limit = clock.after(endWithinMs, resolve, { holdsProcess: true });
    stdout.write('', () => resolve());
    await promise;
    limit.cancel();
    stdin.destroy();
  };
  return { input: stdin, output: stdout, peer: 'the client', close };
}
