import type { Listing, Report, TestPlace, TestRecord } from '../../../wire/protocol/index.ts';
import { capturedText } from './captured-text.ts';
import { count } from './count.ts';
import type { Paint } from './paint.ts';
import { oneLine, place } from './place.ts';
import { cut } from './table.ts';

const mostTests = 25;
const mostPlaces = 3;
const mostCallers = 4;
const mostLocals = 12;
const localLength = 120;

const noneSeen = 'no test was seen: those of node:test, mocha, vitest, and jest with jest-circus are (docs/tests.md)';

interface Look {
  readonly cwd: string;
  readonly paint: Paint;
}

/** Tests that failed or hang; a report of an older Eddy has none. */
export function testsOf({ tests }: Report): Listing<TestRecord> {
  const listing = (tests ?? { total: 0, live: 0, items: [], dropped: 0 }) as unknown as Listing<TestRecord>;
  // What still ran when its process was ended never came back.
  const items = listing.items.map(one => (one.state === 'running' ? { ...one, state: 'hanging' as const } : one));
  return { ...listing, items };
}

/** For people: each with where it is and what it had there. */
export function testLines(report: Report, look: Look, wanted = false): string[] {
  const { total, items, summary = {} } = testsOf(report);
  if (total === 0) return wanted ? [noneSeen] : [];
  const { passed = 0, failed = 0 } = summary;
  const hanging = (summary.hanging ?? 0) + (summary.running ?? 0);
  const lines = [`${count(total, 'test')}: ${passed} passed, ${failed} failed, ${hanging} hanging`];
  for (const item of items.slice(0, mostTests)) lines.push(...describe(item, look));
  if (items.length > mostTests) lines.push(`${items.length - mostTests} more tests are in the report`);
  return lines;
}

function describe(test: TestRecord, look: Look): string[] {
  const { cwd, paint } = look;
  const isHanging = test.state === 'hanging';
  const where = place({ file: test.file, line: test.line ?? 0, function: '' }, cwd).replace(/:0$/, '');
  const lines = [
    `${paint.severity('error', isHanging ? 'hanging' : 'failed')} ${paint.bold(oneLine(test.name))} (${where}, ${test.runner}, ${test.tookMs} ms)`,
  ];
  if (test.error !== undefined) lines.push(`  ${cut(oneLine(test.error), 300)}`);
  if (test.thrown !== undefined) lines.push(`  thrown at ${place({ ...test.thrown, function: '' }, cwd)}`);
  for (const one of (test.places ?? []).slice(0, mostPlaces)) lines.push(...placeLines(one, isHanging, look));
  if (test.places === undefined)
    lines.push(
      `  ${test.thrown === undefined ? 'where it was' : 'what it had there'} is not known: no code with gates ran, or it ended before it was looked at (docs/tests.md)`,
    );
  if (test.holds !== undefined) lines.push(`  has ${test.holds.map(oneLine).join(', ')}`);
  if (test.wasHeld === true)
    lines.push('  it was held by a probe, and its runner’s limit went on: give it a longer one (eddy help test)');
  for (const { kind, message } of test.findings ?? []) lines.push(`  ${kind}: ${oneLine(message)}`);
  return lines;
}

function placeLines(one: TestPlace, isHanging: boolean, { cwd }: Look): string[] {
  const verb =
    one.state === 'ended' ? 'was at' : isHanging ? (one.state === 'running' ? 'is at' : 'waits at') : 'was at';
  const time = one.forMs === undefined || !isHanging ? '' : ` for ${one.forMs} ms`;
  const flow = one.flow === undefined ? '' : `, in flow ${oneLine(one.flow.name)}`;
  const callers = (one.callers ?? []).slice(0, mostCallers).map(caller => place(caller, cwd));
  return [
    `  ${verb} ${place(one, cwd)}${time}${flow}`,
    ...localLines(one),
    ...(callers.length === 0 ? [] : [`    called from ${callers.join(', ')}`]),
    ...(one.callers ?? []).slice(0, 1).flatMap(localLines),
  ];
}

function localLines({ locals = {}, localsLine, line, function: name }: Omit<TestPlace, 'callers'>): string[] {
  const entries = Object.entries(locals);
  if (entries.length === 0) return [];
  const shown = entries
    .slice(0, mostLocals)
    .map(([key, value]) => `${key} = ${cut(capturedText(value), localLength)}`)
    .join(', ');
  const more = entries.length > mostLocals ? ', …' : '';
  const of = name === '' || name === '(anonymous)' ? '' : ` of ${name}`;
  return [
    `    ${of === '' ? '' : `${of.slice(1)}: `}${shown}${more}${localsLine === undefined || localsLine === line ? '' : ` (before line ${localsLine})`}`,
  ];
}
