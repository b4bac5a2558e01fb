import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fail } from '../base/index.ts';
import type { PastAsk } from './past.ts';
import { exportNdjson, exportTrace } from './store/export/index.ts';

export interface ExportRequest {
  readonly past: PastAsk;
  /** Its id. */
  readonly run: string;
  readonly as: 'ndjson' | 'trace';
  /** A file, which is there whole or not at all; `-`: standard output. */
  readonly file: string;
}

/** Writes the events of a run. Gives how many there were. */
export async function exportRun({ past, run, as, file }: ExportRequest): Promise<number> {
  let events = 0;
  const source = {
    async events(query: Parameters<typeof exportNdjson>[1]) {
      const page = await past.ask('events', { ...query, run });
      events += page.events.length;
      return page;
    },
  };
  const texts = as === 'trace' ? exportTrace(source) : exportNdjson(source);
  if (file === '-') {
    await pipeline(Readable.from(texts), process.stdout as Writable, { end: false });
    return events;
  }
  const draft = `${file}.${process.pid}.tmp`;
  try {
    await pipeline(Readable.from(texts), createWriteStream(draft, { flags: 'wx', mode: 0o600 }));
    await rename(draft, file);
    return events;
  } catch (cause) {
    await rm(draft, { force: true });
    if (!(cause instanceof Error) || !('syscall' in cause)) throw cause;
    throw fail('cannot-write', `${file} cannot be written: ${cause.message}.`, { cause });
  }
}
