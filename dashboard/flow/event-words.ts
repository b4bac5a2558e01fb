import type { EddyEvent, EventKind } from '../../src/wire/protocol/index.ts';
import { sayMs, sayPlace } from '../words/index.ts';

type Data = EddyEvent['data'];
type Say = (data: Data) => string;

const says: Partial<Readonly<Record<EventKind, Say>>> = {
  'flow-started': ({ kind }) => `started${text(kind) === '' ? '' : ` (${text(kind)})`}`,
  'flow-ended': ({ outcome }) => `ended${text(outcome) === '' ? '' : `: ${text(outcome)}`}`,
  'task-created': ({ name }) => `task ${quoted(name)} created`,
  'task-ended': ({ name, state, ageMs, error }) =>
    `task ${quoted(name)} ${text(state)}${after(ageMs)}${text(error) === '' ? '' : `: ${text(error)}`}`,
  'scope-entered': ({ name }) => `entered scope ${quoted(name)}`,
  'scope-exited': ({ name, state, caught }) =>
    `left scope ${quoted(name)}${state === 'exited' || state === undefined ? '' : `, which was ${text(state)}`}${
      caught === true ? ', its cancellation ended there' : ''
    }`,
  'scope-cancelled': ({ name, why }) => `scope ${quoted(name)} cancelled ${text(why)}`,
  'lock-waiting': ({ lock, waiting }) =>
    `waits for ${text(lock)}${typeof waiting === 'number' ? ` (${waiting} wait)` : ''}`,
  'lock-acquired': ({ lock, waitedMs }) =>
    `has ${text(lock)}${typeof waitedMs === 'number' ? `, waited ${sayMs(waitedMs)}` : ''}`,
  'lock-released': ({ lock, heldMs }) => `released ${text(lock)}${after(heldMs)}`,
  'generator-started': ({ id }) => `generator #${id} started`,
  'generator-ended': ({ id, state, steps }) => `generator #${id} ${text(state)}, ${steps} steps`,
  'sdk-started': ({ name }) => `SDK session ${quoted(name)} started`,
  'sdk-message': ({ count, type, length }) => `SDK message ${count}: ${text(type)}, ${length} characters`,
  'sdk-ended': ({ end, messages, durationMs }) => `SDK session ${text(end)}, ${messages} messages${after(durationMs)}`,
  held: data => `held${at(data)}`,
  stopped: data => `stopped${at(data)}`,
  resumed: ({ why }) => `goes on${text(why) === '' ? '' : `: ${text(why)}`}`,
  snap: data => `snapshot${at(data)}`,
  log: ({ text: words }) => `log: ${text(words)}`,
  finding: ({ kind, message, finding }) => findingWords(kind, message, finding),
  test: ({ state, error }) => `test ${text(state)}${text(error) === '' ? '' : `: ${text(error)}`}`,
};

/** What happened, in words. Names in it are the program’s. */
export function eventWords({ kind, data }: EddyEvent): string {
  // Events of a file are of any kind.
  const say = Object.hasOwn(says, kind) ? says[kind] : undefined;
  return say?.(data) ?? kind.replace('-', ' ');
}

/** Of the same flow and beside it: `scope-cancelled` says who asked. */
export function concerns({ flow, kind, data }: EddyEvent, id: string): boolean {
  if (flow === id) return true;
  if (kind === 'scope-cancelled') return data.by === id;
  if (kind === 'flow-started') return data.parent === id;
  return false;
}

function findingWords(kind: unknown, message: unknown, finding: unknown): string {
  const told = typeof finding === 'object' && finding !== null ? (finding as Data) : { kind, message };
  return `finding ${text(told.kind)}: ${text(told.message)}`;
}

function at({ file, line }: Data): string {
  return typeof file === 'string' ? ` at ${sayPlace(file, typeof line === 'number' ? line : undefined)}` : '';
}

function after(ms: unknown): string {
  return typeof ms === 'number' ? ` after ${sayMs(ms)}` : '';
}

function quoted(value: unknown): string {
  return `“${text(value)}”`;
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
