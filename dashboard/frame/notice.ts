import { signal } from '@preact/signals';

/** Something that went wrong with what the user just did, in words; or that it was done, where that is not seen. */
export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly tone: 'trouble' | 'done';
  /** Times that it was said in a row. */
  readonly count: number;
}

export const notices = signal<readonly Notice[]>([]);
const doneForMs = 5_000;
const most = 5;
let last = 0;

export function notify(text: string, tone: Notice['tone'] = 'trouble'): void {
  const known = notices.value.find(one => one.text === text && one.tone === tone);
  if (known !== undefined) {
    notices.value = notices.value.map(one => (one === known ? { ...one, count: one.count + 1 } : one));
    return;
  }
  const id = ++last;
  notices.value = [...notices.value.slice(1 - most), { id, text, tone, count: 1 }];
  if (tone === 'done') setTimeout(() => dismiss(id), doneForMs);
}

export function dismiss(id: number): void {
  notices.value = notices.value.filter(one => one.id !== id);
}

/** Does it, and tells what went wrong. */
export async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    notify(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
