import type { FindingKind, SiteRole } from '../../../../wire/protocol/index.ts';

/** What two findings must have in common for one to explain the other. */
export type Link =
  /** A flow other than the main one, or a place. */
  | 'same flow or place'
  /** It was first seen while the other lasted, in the same thread. */
  | 'same time';

export interface Explains {
  readonly cause: FindingKind;
  readonly effects: readonly FindingKind[];
  readonly link: Link;
}

const stuckWork: readonly FindingKind[] = ['task-slow', 'task-never-settled', 'exit-while-pending'];

/** Which finding, seen beside which others, is what they come from. */
export const explains: readonly Explains[] = [
  {
    cause: 'flow-crossed',
    effects: ['scope-crossed', 'scope-misnested', 'generator-crossed'],
    link: 'same flow or place',
  },
  { cause: 'generator-crossed', effects: ['scope-crossed', 'scope-leaked', 'lock-leaked'], link: 'same flow or place' },
  {
    cause: 'generator-abandoned',
    effects: ['scope-leaked', 'lock-leaked', 'stream-left-locked', 'body-unconsumed'],
    link: 'same flow or place',
  },
  {
    cause: 'generator-unstarted',
    effects: ['scope-leaked', 'lock-leaked', 'stream-left-locked', 'body-unconsumed'],
    link: 'same flow or place',
  },
  {
    cause: 'generator-return-stuck',
    effects: ['cancel-ignored', 'stream-left-locked', ...stuckWork],
    link: 'same flow or place',
  },
  {
    cause: 'scope-crossed',
    effects: ['scope-leaked', 'scope-not-active', 'scope-misnested', 'scope-entered-cancelled', 'cancel-ignored'],
    link: 'same flow or place',
  },
  { cause: 'scope-misnested', effects: ['scope-leaked', 'scope-not-active'], link: 'same flow or place' },
  { cause: 'scope-leaked', effects: ['scope-not-active', 'scope-entered-cancelled'], link: 'same flow or place' },
  {
    cause: 'lock-self-wait',
    effects: ['lock-held-long', 'lock-order', 'cancel-ignored', ...stuckWork],
    link: 'same flow or place',
  },
  {
    cause: 'lock-cycle',
    effects: ['lock-held-long', 'lock-order', 'cancel-ignored', ...stuckWork],
    link: 'same flow or place',
  },
  { cause: 'lock-leaked', effects: ['lock-held-long', 'cancel-ignored', ...stuckWork], link: 'same flow or place' },
  { cause: 'lock-held-long', effects: stuckWork, link: 'same flow or place' },
  { cause: 'cancel-ignored', effects: stuckWork, link: 'same flow or place' },
  { cause: 'task-never-settled', effects: ['exit-while-pending'], link: 'same flow or place' },
  {
    cause: 'sdk-interrupt-stuck',
    effects: ['sdk-child-left', 'sdk-no-end', 'sdk-idle', 'cancel-ignored'],
    link: 'same flow or place',
  },
  { cause: 'sdk-no-first-message', effects: ['sdk-idle', 'sdk-no-end', ...stuckWork], link: 'same flow or place' },
  { cause: 'sdk-idle', effects: ['sdk-no-end', ...stuckWork], link: 'same flow or place' },
  { cause: 'stream-left-locked', effects: ['body-unconsumed'], link: 'same flow or place' },
  { cause: 'abort-any-growing', effects: ['abort-listeners-growing'], link: 'same flow or place' },
  {
    cause: 'loop-blocked',
    effects: ['task-slow', 'lock-held-long', 'cancel-ignored', 'sdk-idle', 'sdk-no-first-message'],
    link: 'same time',
  },
];

/** Which of a finding's places says most, first of all: there one looks next. */
export const tellingRoles: readonly SiteRole[] = [
  'awaiting',
  'exited',
  'waits',
  'blocked',
  'returned',
  'rejected',
  'called',
  'holds',
  'entered',
  'added',
  'registered',
  'stepped',
  'cancelled',
  'created',
  'inner',
  'second',
  'first',
];
