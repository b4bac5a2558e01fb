import { renameSync } from 'node:fs';
import { BreakableLine } from '../faults/breakable-line.ts';

/** In the place of a socket that listens already. */
export async function lineBefore(path: string): Promise<BreakableLine> {
  const behind = `${path}-behind`;
  renameSync(path, behind);
  const line = new BreakableLine(path, () => behind);
  await line.open();
  return line;
}
