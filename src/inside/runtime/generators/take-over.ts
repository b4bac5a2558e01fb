import { runtime } from '../core/index.ts';
import { watchOf } from './watch-generators.ts';

/** The flow that calls this owns the generator from now on: it may step and close it though it holds something. */
export function takeOverGenerator(generator: object): void {
  const rt = runtime();
  const record = watchOf(rt)?.of(generator)?.record;
  if (record === undefined) return;
  record.owner = rt.flow();
  record.crossed = false;
}
