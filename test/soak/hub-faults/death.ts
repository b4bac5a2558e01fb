import { copyFileSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What the files of a hub that was just killed say. */
export interface Death {
  readonly dropped: number;
  /** Taken in, not dropped, and not in the file. */
  readonly lost: number;
}

/** Of a copy in `folder`: the files themselves are the next hub's to read first. */
export function deathOf(store: string, folder: string): Death {
  const copy = join(mkdtempSync(join(folder, 'copy-')), 'store.db');
  for (const end of ['', '-wal']) if (existsSync(store + end)) copyFileSync(store + end, copy + end);
  const tally = JSON.parse(readFileSync(`${store}-tally`, 'utf8')) as {
    epoch: string;
    accepted: number;
    dropped: number;
  };
  const database = new DatabaseSync(copy);
  const meta = database.prepare('SELECT epoch, kept FROM meta').get() as { epoch: string; kept: number };
  database.close();
  const lost = meta.epoch === tally.epoch ? tally.accepted - tally.dropped - meta.kept : 0;
  return { dropped: tally.dropped, lost: Math.max(0, lost) };
}
