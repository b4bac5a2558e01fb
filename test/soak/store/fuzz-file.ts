import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isEddyError } from '../../../src/base/index.ts';
import type { Row } from '../../../src/hub/store/rows/index.ts';
import { ReadFile } from '../../../src/hub/store/sqlite/read-file.ts';
import { StoreFile } from '../../../src/hub/store/sqlite/store-file.ts';
import { mutate } from './mutate.ts';
import { pickFrom } from './random.ts';

/** What became of one input. */
export type Fate = 'read' | 'set aside' | 'refused';

const data = { readOnly: false, kept: 0, retention: { maxBytes: 2 ** 30 } };
const ends = ['', '-wal', '-shm', '-tally', '-lock'] as const;

function rowsFrom(seq: number, count: number): Row[] {
  return Array.from({ length: count }, (_, at): Row => {
    const text = JSON.stringify({ seq: seq + at, text: 'x'.repeat((at * 7) % 90) });
    const flow = at % 3 === 0 ? null : `t1.${at % 9}`;
    return { item: 'event', run: `r${at % 3}`, target: 't1', kind: 'log', at, flow, session: null, text };
  });
}

/** A store that was closed well, and one whose hub was killed: its log is beside it. */
export class FuzzFile {
  readonly #folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'eddy-store-fuzz-'));
  readonly #closed: Map<string, Buffer>;
  readonly #killed: Map<string, Buffer>;

  constructor() {
    const path = join(this.#folder, 'base.db');
    const file = new StoreFile({ ...data, path, epoch: 'base' });
    file.keep(rowsFrom(1, 400), 1);
    const named = ['run', 'session', 'finding', 'report'] as const;
    const rows = named.map((item): Row => ({ item, run: 'r1', id: 'x', name: 'n', text: '{"id":"r1","ended":1}' }));
    file.keep(rows, 2);
    this.#killed = readAll(path);
    file.close();
    this.#closed = readAll(path);
  }

  /** Throws when what came of it is none of the fates, or is not as it says. */
  try(seed: number): Fate {
    const pick = pickFrom(seed);
    const folder = join(this.#folder, `${seed}`);
    mkdirSync(folder);
    try {
      const path = join(folder, 'history.db');
      const files = new Map(pick(3) === 0 ? this.#killed : this.#closed);
      const present = [...files.keys()];
      const broken = pick(5) === 0 ? present[pick(present.length)]! : pick(2) === 0 && files.has('-wal') ? '-wal' : '';
      files.set(broken, mutate(files.get(broken)!, pick));
      for (const [end, bytes] of files) writeFileSync(path + end, bytes);
      lookedAt(path);
      const untouched = files.get('')!;
      if (broken === '' && !readFileSync(path).equals(untouched)) throw new Error('a look has changed it');
      return opened(path, untouched);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  close(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

function readAll(path: string): Map<string, Buffer> {
  return new Map(ends.filter(end => existsSync(path + end)).map(end => [end, readFileSync(path + end)]));
}

function lookedAt(path: string): void {
  try {
    const file = new ReadFile(path);
    try {
      file.read(0, reader => reader.events({ limit: 1000 }));
    } finally {
      file.close();
    }
  } catch (error) {
    if (!isEddyError(error, 'no-store')) throw error;
  }
}

function opened(path: string, bytes: Buffer): Fate {
  const file = new StoreFile({ ...data, path, epoch: 'fuzz' });
  try {
    try {
      file.openFirst(5);
    } catch (error) {
      if (isEddyError(error, 'no-store') && readFileSync(path).equals(bytes)) return 'refused';
      throw error;
    }
    const early = file.state.setAside;
    if (early !== undefined && bytes.length > 0 && !readFileSync(early.path).equals(bytes))
      throw new Error('what was put aside is not what was there');
    // Reading all and writing goes well, at the latest in a file begun anew.
    for (let left = 3; !goesOn(file); left--)
      if (left === 0) throw new Error(`it does not go on: ${file.state.trouble}`);
    const { setAside } = file.state;
    if (setAside !== undefined && !existsSync(setAside.path) && !existsSync(`${setAside.path}-wal`))
      throw new Error('what was put aside is not there');
    return setAside === undefined ? 'read' : 'set aside';
  } finally {
    file.close();
  }
}

function goesOn(file: StoreFile): boolean {
  const isKept = file.keep(rowsFrom(1000, 3), 6);
  try {
    const { texts } = file.read(7, reader => reader.events({ limit: 10_000 }));
    for (const order of ['ASC', 'DESC'] as const)
      for (const item of ['run', 'session', 'finding', 'report']) file.read(7, reader => reader.named({ item }, order));
    file.pruneStep(8);
    return isKept && texts.slice(-3).every(text => text.startsWith('{"seq":100'));
  } catch (error) {
    if (isEddyError(error, 'no-store')) return false;
    throw error;
  }
}
