import { fail } from '../../base/index.ts';
import { errorFilters, isFindingKind, mustBeFlat, parseLine, type TargetLine } from '../../wire/protocol/index.ts';

/** A line as a target may say it: beyond its first word, what we rely on later is checked here and nowhere else. */
export function readLine(text: string): TargetLine {
  mustBeFlat(text);
  const line = parseLine(text);
  if (!isSound(line)) throw fail('bad-message', `A "${line.say}" line lacks what it must have: ${text.slice(0, 80)}`);
  return line;
}

function isSound(line: TargetLine): boolean {
  switch (line.say) {
    case 'hello':
      return (
        isNumber(line.version) &&
        isString(line.token) &&
        isNumber(line.pid) &&
        (line.run === undefined || isString(line.run))
      );
    case 'target':
      return isInfo(line.target);
    case 'event':
      return (
        isObject(line.event) &&
        isString(line.event.target) &&
        isString(line.event.kind) &&
        isNumber(line.event.seq) &&
        isNumber(line.event.at) &&
        (line.event.letGo === undefined || isNumber(line.event.letGo)) &&
        isObject(line.event.data)
      );
    case 'finding':
      return isString(line.target) && isString(line.key) && isFinding(line.finding);
    case 'state':
      return isString(line.target) && isState(line.state);
    case 'activity':
      return isString(line.target) && isObject(line.activity) && Array.isArray(line.activity.flows);
    case 'breakpoints':
      return isString(line.target) && isWanted(line.wanted);
    case 'answer':
      return (
        isNumber(line.id) &&
        isString(line.target) &&
        (line.error === undefined
          ? isObject(line.answer)
          : isObject(line.error) && isString(line.error.code) && isString(line.error.message))
      );
    case 'end':
      return isString(line.target) && isNumber(line.at) && isInfo(line.info);
  }
}

function isWanted(wanted: unknown): boolean {
  return (
    isObject(wanted) &&
    isNumber(wanted.revision) &&
    isString(wanted.python) &&
    isString(wanted.debugpy) &&
    (wanted.errors === undefined || isErrorFilters(wanted.errors)) &&
    Array.isArray(wanted.files) &&
    wanted.files.every(
      one =>
        isObject(one) &&
        isString(one.file) &&
        Array.isArray(one.lines) &&
        one.lines.every(at => isObject(at) && isNumber(at.line) && isString(at.condition)),
    )
  );
}

function isErrorFilters(errors: unknown): boolean {
  return Array.isArray(errors) && errors.every(one => errorFilters.includes(one));
}

function isInfo(info: unknown): boolean {
  return (
    isObject(info) &&
    isString(info.id) &&
    isNumber(info.pid) &&
    isNumber(info.started) &&
    Array.isArray(info.notes) &&
    (info.end === undefined || isObject(info.end))
  );
}

function isFinding(finding: unknown): boolean {
  return (
    isObject(finding) &&
    isString(finding.kind) &&
    isFindingKind(finding.kind) &&
    isString(finding.message) &&
    isString(finding.hint) &&
    isNumber(finding.count) &&
    isObject(finding.sites) &&
    Object.values(finding.sites).every(isSite)
  );
}

function isSite(site: unknown): boolean {
  return isObject(site) && isString(site.file) && isNumber(site.line) && isNumber(site.column);
}

function isState(state: unknown): boolean {
  return (
    isObject(state) &&
    isObject(state.sections) &&
    Object.values(state.sections).every(isSection) &&
    isCounts(state.dropped) &&
    Array.isArray(state.findings) &&
    state.findings.every(isFinding) &&
    (state.said === undefined || isSaid(state.said))
  );
}

function isSaid(said: unknown): boolean {
  return isObject(said) && isNumber(said.seq) && isNumber(said.letGo);
}

/** What is added up over targets must be numbers. */
function isSection(section: unknown): boolean {
  return (
    isObject(section) &&
    Array.isArray(section.items) &&
    section.items.every(isObject) &&
    isNumber(section.total) &&
    isNumber(section.live) &&
    isNumber(section.dropped) &&
    (section.summary === undefined || isCounts(section.summary))
  );
}

function isCounts(counts: unknown): boolean {
  return isObject(counts) && Object.values(counts).every(isNumber);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
