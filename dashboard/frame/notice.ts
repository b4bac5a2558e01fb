import { signal } from '@preact/signals';

/** Something that went wrong with what the user just did, in words. */
export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly tone: 'trouble' | 'done';
}

export const notices = signal<readonly Notice[]>([]);
let last = 0;

export function notify(text: string, tone: Notice['tone'] = 'trouble'): void {
  last++;
  notices.value = [...notices.value.slice(-4), { id: last, text, tone }];
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
