import type {
  ControlAsk,
  FindingKind,
  Matcher,
  ProbeEvent,
  ProbeKind,
  ProbeWords,
} from '../../src/wire/protocol/index.ts';
import { sayFlowsOf } from './matcher-draft.ts';

/** What may be asked for; a debugger's pause alone asks for the next statement. */
export type EventName = Exclude<ProbeEvent['on'], 'statement'>;

/** A probe on an event as it is typed. */
export interface EventDraft {
  readonly on: EventName;
  readonly kind: Exclude<ProbeKind, 'log'>;
  /** Of a throw: which errors. */
  readonly name: string;
  /** Of a finding. */
  readonly finding: FindingKind;
  readonly condition: string;
}

export const emptyEvent: EventDraft = {
  on: 'uncaught',
  kind: 'snap',
  name: '',
  finding: 'scope-crossed',
  condition: '',
};

/** With the names that a condition may use there. */
export const eventForms: Readonly<Record<EventName, { readonly title: string; readonly names: string }>> = {
  throw: { title: 'an error is thrown', names: 'error, and the names of its frame' },
  uncaught: { title: 'an error is thrown that nobody will catch', names: 'error, and the names of its frame' },
  abort: { title: 'AbortController.abort() is called', names: '' },
  'scope-cancel': { title: 'a cancel scope is cancelled', names: 'scope, reason' },
  finding: { title: 'Eddy finds something', names: 'finding' },
};

export function readEvent(draft: EventDraft): Pick<ControlAsk<'probe'>, 'probes' | 'limits'> {
  const condition = draft.condition.trim();
  const probe: ProbeWords = { kind: draft.kind, place: placeOf(draft), ...(condition === '' ? {} : { condition }) };
  return { probes: [probe], limits: {} };
}

function placeOf({ on, name, finding }: EventDraft): ProbeEvent {
  if (on === 'finding') return { on, kind: finding };
  if (on !== 'throw' && on !== 'uncaught') return { on };
  const wanted = name.trim();
  return wanted === '' ? { on } : { on, name: wanted };
}

const doings: Readonly<Record<EventDraft['kind'], string>> = {
  snap: 'a picture of it is taken, and it runs on',
  hold: 'it is held at its next statement that can wait',
  stop: 'its whole thread is stopped',
};

/** What will happen, in one sentence, before it is asked for. */
export function sayEvent({ on, kind, name, finding, condition }: EventDraft, match: readonly Matcher[]): string {
  const of = on === 'finding' ? ` (${finding})` : name.trim() === '' || !takesName(on) ? '' : ` (${name.trim()})`;
  const when = condition.trim() === '' ? '' : `, if ${condition.trim()}`;
  return `In each ${sayFlowsOf(match)}, when ${eventForms[on].title}${of}${when}: ${doings[kind]}.`;
}

export function takesName(on: EventName): boolean {
  return on === 'throw' || on === 'uncaught';
}

/** The compiler sees to it that none is missing: the list itself is no browser code. */
const findings = {
  'scope-crossed': 1,
  'scope-misnested': 1,
  'scope-not-active': 1,
  'scope-leaked': 1,
  'scope-entered-cancelled': 1,
  'cancel-ignored': 1,
  'task-slow': 1,
  'task-never-settled': 1,
  'exit-while-pending': 1,
  'loop-blocked': 1,
  'flow-crossed': 1,
  'lock-held-long': 1,
  'lock-leaked': 1,
  'lock-cycle': 1,
  'lock-self-wait': 1,
  'lock-order': 1,
  'generator-return-stuck': 1,
  'generator-unstarted': 1,
  'generator-crossed': 1,
  'generator-abandoned': 1,
  'abort-listeners-growing': 1,
  'abort-any-growing': 1,
  'race-retention': 1,
  'rejection-unhandled': 1,
  'stream-left-locked': 1,
  'body-unconsumed': 1,
  'sdk-no-first-message': 1,
  'sdk-idle': 1,
  'sdk-interrupt-stuck': 1,
  'sdk-child-left': 1,
  'sdk-no-end': 1,
  'sdk-listeners': 1,
} satisfies Record<FindingKind, 1>;

export const findingKinds = Object.keys(findings) as FindingKind[];
