import type { Finding, Listing, Report, Site, TargetInfo } from '../../src/wire/protocol/index.ts';

const sections = [
  ...(['flows', 'activations', 'tasks', 'scopes', 'locks', 'generators'] as const),
  ...(['sdkSessions', 'sessions', 'streams', 'tests'] as const),
];
const severities: readonly string[] = ['error', 'warning', 'note', 'potential'];
const maxItems = 100_000;

type Loose = Record<string, unknown>;

/** A report that a file claims to be: every field that is drawn is what it should be, or the error says which is not. */
export function soundReport(value: unknown): Report {
  const report = objectAt(value, 'The report');
  if (report.version !== 1)
    throw new Error(`It is a report of version ${JSON.stringify(report.version)}; this page reads version 1.`);
  const listings = Object.fromEntries(sections.map(name => [name, listingAt(report[name], name)]));
  return {
    version: 1,
    targets: listAt(report.targets, 'targets').map((one, at) => soundTarget(one, `targets[${at}]`)),
    started: numberAt(report.started, 'started'),
    ended: numberAt(report.ended, 'ended'),
    ...(listings as Record<(typeof sections)[number], Listing>),
    system: objectAt(report.system ?? {}, 'system'),
    ...(report.courses === undefined ? {} : { courses: soundCourses(report.courses) }),
    findings: listAt(report.findings, 'findings').map((one, at) => soundFinding(one, `findings[${at}]`)),
    dropped: countsAt(report.dropped ?? {}, 'dropped'),
  };
}

function soundCourses(value: unknown): NonNullable<Report['courses']> {
  const courses = objectAt(value, 'courses');
  for (const [target, course] of Object.entries(courses)) {
    const { at, everyMs } = objectAt(course, `courses.${target}`);
    listAt(at, `courses.${target}.at`);
    numberAt(everyMs, `courses.${target}.everyMs`);
  }
  return courses as NonNullable<Report['courses']>;
}

export function soundTarget(value: unknown, at: string): TargetInfo {
  const target = objectAt(value, at);
  textAt(target.id, `${at}.id`);
  numberAt(target.pid, `${at}.pid`);
  numberAt(target.thread, `${at}.thread`);
  numberAt(target.started, `${at}.started`);
  if (target.ended !== undefined) numberAt(target.ended, `${at}.ended`);
  if (target.end !== undefined) textAt(objectAt(target.end, `${at}.end`).how, `${at}.end.how`);
  textsAt(target.argv, `${at}.argv`);
  textsAt(target.notes, `${at}.notes`);
  return target as unknown as TargetInfo;
}

export function soundFinding(value: unknown, at: string): Finding {
  const finding = objectAt(value, at);
  for (const name of ['kind', 'message', 'hint']) textAt(finding[name], `${at}.${name}`);
  for (const name of ['count', 'firstAt', 'lastAt']) numberAt(finding[name], `${at}.${name}`);
  if (!severities.includes(String(finding.severity)))
    throw wrong(`${at}.severity`, `one of ${severities.join(', ')}`, finding.severity);
  for (const [number, flow] of listAt(finding.flows, `${at}.flows`).entries()) {
    const { id, name } = objectAt(flow, `${at}.flows[${number}]`);
    textAt(id, `${at}.flows[${number}].id`);
    textAt(name, `${at}.flows[${number}].name`);
  }
  for (const [role, site] of Object.entries(objectAt(finding.sites, `${at}.sites`)))
    siteAt(site, `${at}.sites.${role}`);
  return finding as unknown as Finding;
}

function siteAt(value: unknown, at: string): Site {
  const site = objectAt(value, at);
  textAt(site.file, `${at}.file`);
  textAt(site.function, `${at}.function`);
  numberAt(site.line, `${at}.line`);
  numberAt(site.column, `${at}.column`);
  textsAt(site.stack, `${at}.stack`);
  return site as unknown as Site;
}

/** A section that is missing was empty. */
function listingAt(value: unknown, at: string): Listing {
  if (value === undefined) return { total: 0, live: 0, items: [], dropped: 0 };
  const listing = objectAt(value, at);
  for (const name of ['total', 'live', 'dropped']) numberAt(listing[name], `${at}.${name}`);
  const items = listAt(listing.items, `${at}.items`).map((one, number) => objectAt(one, `${at}.items[${number}]`));
  const summary = listing.summary === undefined ? {} : { summary: countsAt(listing.summary, `${at}.summary`) };
  return { ...(listing as unknown as Listing), items, ...summary };
}

function countsAt(value: unknown, at: string): Record<string, number> {
  const counts = objectAt(value, at);
  for (const [name, count] of Object.entries(counts)) numberAt(count, `${at}.${name}`);
  return counts as Record<string, number>;
}

export function objectAt(value: unknown, at: string): Loose {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Loose;
  throw wrong(at, 'an object', value);
}

function listAt(value: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(value)) throw wrong(at, 'a list', value);
  if (value.length > maxItems) throw new Error(`${at} has ${value.length} items; ${maxItems} are read.`);
  return value;
}

function textsAt(value: unknown, at: string): void {
  for (const [number, one] of listAt(value, at).entries()) textAt(one, `${at}[${number}]`);
}

export function textAt(value: unknown, at: string): string {
  if (typeof value === 'string') return value;
  throw wrong(at, 'a text', value);
}

export function numberAt(value: unknown, at: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw wrong(at, 'a number', value);
}

function wrong(at: string, wanted: string, value: unknown): Error {
  const seen = value === undefined ? 'missing' : (JSON.stringify(value)?.slice(0, 40) ?? typeof value);
  return new Error(`${at} should be ${wanted} and is ${seen}.`);
}
