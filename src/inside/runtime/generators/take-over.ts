import { runtime } from '../core/index.ts';
import { watchOf } from './watch-generators.ts';

/** The flow that calls this owns the generator from now on: it may step and close it though it holds something. */
export function takeOverGenerator(generator: object): void {
  const rt = runtime();
  watchOf(rt)?.of(generator)?.record.handOver(rt.flow());
}
