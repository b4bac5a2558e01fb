import type { Finding, Severity, TargetInfo } from '../../../wire/protocol/index.ts';
import type { Figures } from './figures.ts';

/** The same mistake at the same places, in whichever targets it was seen. */
export interface FindingRow {
  readonly id: string;
  readonly severity: Severity;
  readonly count: number;
  /** Epoch ms. */
  readonly firstAt: number;
  readonly lastAt: number;
  readonly targets: readonly string[];
  /** As it was first seen. */
  readonly finding: Finding;
}

export interface LockUser {
  readonly flow: string;
  readonly flowName: string;
  readonly label?: string;
  readonly forMs: number;
  readonly at?: { readonly file: string; readonly line: number; readonly function: string };
}

export interface LockRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly state: string;
  readonly target: string;
  readonly held: number;
  readonly waiting: number;
  readonly acquired: number;
  readonly longestWaitMs: number;
  /** At most twenty are told. */
  readonly holders: readonly LockUser[];
  readonly waiters: readonly LockUser[];
}

/** A process or a thread. */
export interface TargetRow {
  readonly id: string;
  readonly info: TargetInfo;
  /** Its file, and which process or thread of it. */
  readonly title: string;
  readonly flowCount: number;
  /** Undefined: it has said none yet. */
  readonly figures: Figures | undefined;
  /** When it said them: epoch ms. Absent: before we looked. */
  readonly figuresAt?: number;
  /** Why it gives no answer; absent: it does. */
  readonly silent?: string;
  /** What it said by itself last: epoch ms. */
  readonly lastSaidAt?: number;
}

/** What a program says of a lock, read without trust. */
export function lockRow(item: Readonly<Record<string, unknown>>): LockRow {
  const text = (key: string) => (typeof item[key] === 'string' ? item[key] : '');
  const number = (key: string) => (typeof item[key] === 'number' ? item[key] : 0);
  const users = (key: string) => (Array.isArray(item[key]) ? (item[key] as readonly LockUser[]) : []);
  const target = text('target');
  return {
    id: `${target}/${String(item.id ?? item.name)}`,
    name: text('name'),
    kind: text('kind'),
    state: text('state'),
    target,
    held: number('held'),
    waiting: number('waiting'),
    acquired: number('acquired'),
    longestWaitMs: number('longestWaitMs'),
    holders: users('holders'),
    waiters: users('waiters'),
  };
}

const programAsWord = new Set(['-c', '-e', '--eval', '-p', '--print']);

/** `shop.ts 4711`, `shop.ts 4711 thread 2`. */
export function titleOf({ kind, pid, thread, argv, python }: TargetInfo): string {
  const nameOf = (path: string) => path.split(/[\\/]/).at(-1)!;
  const runner = nameOf(argv[0] ?? (python === undefined ? 'node' : 'python'));
  const [first = ''] = argv.slice(1);
  const file = argv.slice(1).find(word => !word.startsWith('-'));
  const program = programAsWord.has(first) ? `${runner} ${first}` : file === undefined ? runner : nameOf(file);
  return kind === 'worker' ? `${program} ${pid} thread ${thread}` : `${program} ${pid}`;
}
