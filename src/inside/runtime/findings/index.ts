/**
 * findings: what Eddy sees by itself, a file a kind. A record looks at a subject and says what is wrong; it starts nothing,
 * keeps nothing and knows no other kind. The docs are made from the same records.
 */
import type { FindingKindRecord } from '../core/index.ts';
import { cancelIgnored } from './cancel-ignored.ts';
import { scopeCrossed } from './scope-crossed.ts';
import { scopeEnteredCancelled } from './scope-entered-cancelled.ts';
import { scopeLeaked } from './scope-leaked.ts';
import { scopeMisnested } from './scope-misnested.ts';
import { scopeNotActive } from './scope-not-active.ts';

/** Every kind that can be seen, in the order of the docs. */
export const findingRecords: readonly FindingKindRecord<never>[] = [
  scopeCrossed,
  scopeMisnested,
  scopeNotActive,
  scopeLeaked,
  scopeEnteredCancelled,
  cancelIgnored,
];
