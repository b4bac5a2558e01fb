import type { Flow } from './flow.ts';

/** Something that a probe can wait for, as it happens. */
export interface Moment {
  readonly on: 'abort' | 'scope-cancel' | 'finding';
  /** Of a finding. */
  readonly kind?: string;
  /** Whose it is, where it is not that of who runs. */
  readonly flow?: Flow | undefined;
  /** By the names under which conditions know it. */
  readonly subject: Readonly<Record<string, unknown>>;
}
