import type { Clock } from '../../../base/index.ts';
import type { ProcessFacts } from './process-facts.ts';

export interface OpenInspector {
  readonly clock: Clock;
  /** For each answer of the inspector. */
  readonly withinMs: number;
  /** For it to open; as long unless told. */
  readonly openWithinMs?: number;
  /** After that, so that what opens late is closed again; a minute unless told. */
  readonly lingerMs?: number;
  /** SIGUSR1 is sent although the program seems to have a handler of its own. */
  readonly evenWithOwnHandler?: boolean;
  readonly signal?: AbortSignal;
  /** Looked at after all that is to be known of any process, before anything is sent; throws why not. */
  readonly mayBe?: (facts: ProcessFacts) => void;
  /** Told before the inspector is opened: what it means for others on this machine; and later, why the program is waited for. */
  tell(text: string): void;
}
