import { fail } from '../../base/index.ts';
import type { ControlName } from './control.ts';
import { matcherKinds, probeEvents, probeKinds } from './probe.ts';

export function isControlName(name: string): name is ControlName {
  return Object.hasOwn(checks, name);
}

/** What is asked, as a controller may say it: what we and the targets rely on later is checked here and nowhere else. */
export function mustBeAsk(name: ControlName, ask: unknown): void {
  if (isFields(ask) && checks[name](ask)) return;
  throw fail('bad-message', `A request "${name}" lacks what it must have: ${JSON.stringify(ask)?.slice(0, 80)}`);
}

type Fields = Readonly<Record<string, unknown>>;

const checks: Readonly<Record<ControlName, (ask: Fields) => boolean>> = {
  // Token and version are compared, and told when they are wrong.
  hello: ({ pid, as }) => isOptional(pid, isCount) && isOptional(as, isString),
  flows: ({ flows, leavesOnly }) =>
    (flows === undefined || isListOf(flows, isString)) && isOptional(leavesOnly, isBoolean),
  sessions: ({ withoutEvents }) => isOptional(withoutEvents, isBoolean),
  probe: ({ session, match, probes, limits, own }) =>
    isOptional(session, isString) &&
    isListOf(match, isMatcher) &&
    isListOf(probes, isProbe) &&
    isLimits(limits) &&
    isOptional(own, isBoolean),
  unset: ({ what, keep }) => isString(what) && isOptional(keep, value => value === true),
  off: () => true,
  dump: () => true,
  holds: ({ targets }) => isOptional(targets, value => isListOf(value, isString)),
  variables: ({ hold, frame }) => isString(hold) && isOptional(frame, isIndex),
  evaluate: ({ hold, expression, frame }) => isString(hold) && isString(expression) && isOptional(frame, isIndex),
  set: ({ hold, name, expression, frame }) =>
    isString(hold) && isString(name) && isString(expression) && isOptional(frame, isIndex),
  step: ({ hold, step }) => isString(hold) && isStep(step),
  resume: ({ hold, force, step }) =>
    isOptional(hold, isString) && isOptional(force, isBoolean) && (step === undefined || isStep(step)),
  streams: ({ targets }) => isOptional(targets, value => isListOf(value, isString)),
  explain: ({ file, line, targets }) =>
    isString(file) && isCount(line) && isOptional(targets, value => isListOf(value, isString)),
  follow: ({ kinds, full }) => (kinds === undefined || isListOf(kinds, isString)) && isOptional(full, isBoolean),
  status: () => true,
  openRun: ({ words, cwd, name, records }) =>
    isListOf(words, isString) && isString(cwd) && isOptional(name, isString) && isOptional(records, isBoolean),
  endRun: ({ run, end, pid }) => isString(run) && isObject(end) && isString(end.how) && isOptional(pid, isNumber),
  report: ({ run }) => isOptional(run, isString),
  history: ({ name, limit }) => isOptional(name, isString) && isOptional(limit, isCount),
  events: ({ kinds, since, until, after, limit, ...words }) =>
    isOptional(kinds, value => isListOf(value, isString)) &&
    [since, until, after].every(one => isOptional(one, isNumber)) &&
    isOptional(limit, isCount) &&
    Object.values(words).every(isString),
  dashboard: () => true,
  shutdown: () => true,
};

function isFields(value: unknown): value is Fields {
  return isObject(value) && !Array.isArray(value);
}

function isStep(value: unknown): boolean {
  return value === 'over' || value === 'into' || value === 'out';
}

function isMatcher(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { by, ...rest } = value;
  return matcherKinds.some(one => one === by) && Object.values(rest).length > 0 && Object.values(rest).every(isString);
}

function isProbe(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { kind, place, condition, text, orStop } = value;
  return (
    probeKinds.some(one => one === kind) &&
    isPlace(place) &&
    isOptional(condition, isString) &&
    isOptional(orStop, one => one === true) &&
    (kind === 'log' ? isString(text) : text === undefined)
  );
}

function isPlace(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { file, line, on, name, kind, target } = value;
  if (on === undefined) return isString(file) && isCount(line);
  if (on === 'statement') return isString(target);
  return probeEvents.some(one => one === on) && isOptional(name, isString) && (on !== 'finding' || isString(kind));
}

function isLimits(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { allowSideEffects, ...counts } = value;
  return isOptional(allowSideEffects, isBoolean) && Object.values(counts).every(isCount);
}

function isListOf(value: unknown, is: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(is);
}

function isOptional(value: unknown, is: (one: unknown) => boolean): boolean {
  return value === undefined || is(value);
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isIndex(value: unknown): boolean {
  return value === 0 || isCount(value);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
