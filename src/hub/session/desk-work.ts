import type { Clock } from '../../base/index.ts';
import type { AuditEntry } from '../../wire/protocol/index.ts';
import type { HoldBook } from './hold-book.ts';
import type { PlanSender } from './plan-sender.ts';
import type { Asker, Engine } from './ports.ts';
import type { Session } from './session.ts';
import type { SessionBook } from './session-book.ts';
import type { TargetBook } from './target-book.ts';

/** What the desks of one run share. */
export interface DeskWork {
  readonly engine: Engine;
  readonly book: SessionBook;
  readonly targets: TargetBook;
  readonly holds: HoldBook;
  readonly sender: PlanSender;
  readonly clock: Clock;
}

export interface Deed {
  readonly did: AuditEntry['did'];
  readonly what: string;
}

/** Does it, and writes down who did it and how it went. */
export async function audited<T>(
  { clock }: DeskWork,
  sessions: readonly (Session | undefined)[],
  { asker, deed }: { readonly asker: Asker; readonly deed: Deed },
  run: () => T | Promise<T>,
): Promise<T> {
  const { pid, uid, as } = asker;
  const note = (error?: string) => {
    const entry: AuditEntry = { at: clock.now(), pid, uid, as, ...deed, ...(error === undefined ? {} : { error }) };
    for (const session of new Set(sessions)) session?.note(entry);
  };
  try {
    const result = await run();
    note();
    return result;
  } catch (error) {
    note(error instanceof Error ? error.message : String(error));
    throw error;
  }
}
