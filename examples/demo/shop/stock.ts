import { setTimeout as later } from 'node:timers/promises';
import { Mutex } from 'async-mutex';

export class SoldOut extends Error {}

interface Shelf {
  readonly lock: Mutex;
  left: number;
}

const shelves = new Map<string, Shelf>([
  ['teapot', { lock: new Mutex(), left: 100_000 }],
  ['kettle', { lock: new Mutex(), left: 100_000 }],
  ['samovar', { lock: new Mutex(), left: 3 }],
]);

/** Takes one item off its shelf. The shelf is locked while the database is asked. */
export async function takeOne(item: string): Promise<number> {
  const shelf = shelves.get(item);
  if (shelf === undefined) throw new SoldOut(`no ${item} in this shop`);
  const release = await shelf.lock.acquire();
  await later(3); // the database
  if (shelf.left === 0) throw new SoldOut(`no ${item} left`); // bug 1: leaves with the lock in its hand
  shelf.left--;
  release();
  return shelf.left;
}
