import {
  type FailOnBreach,
  type Finding,
  failOnStatus,
  probeWords,
  type Report,
  type RunOptions,
  type SessionView,
  type Severity,
} from '../../../wire/protocol/index.ts';
import type { Exit, RunResult } from '../ports.ts';
import { count } from './count.ts';
import type { Paint } from './paint.ts';
import { oneLine, place } from './place.ts';
import { testLines } from './test-lines.ts';

export interface Verdict {
  readonly breaches: readonly FailOnBreach[];
  readonly exit: Exit;
}

const maxListed = 25;
const maxNotes = 5;

/** The block at the end, for people: whole lines that start with `eddy: `. */
export function runSummary(
  { report, reportPath, eventsPath }: RunResult,
  { breaches, exit }: Verdict,
  { name, tests }: RunOptions,
  look: { readonly cwd: string; readonly paint: Paint },
): string {
  const { findings } = report;
  const lines = [headline(report, name), ...testLines(report, look, tests)];
  for (const finding of findings.slice(0, maxListed)) lines.push(...describe(finding, look));
  if (findings.length > maxListed) {
    lines.push(
      `${findings.length - maxListed} more${reportPath === undefined ? ': --report FILE has them all' : ' are in the report'}`,
    );
  }
  for (const note of notesOf(report).slice(0, maxNotes)) lines.push(`note: ${note}`);
  const lost = Object.values(report.dropped).reduce((sum, count) => sum + count, 0);
  if (lost > 0)
    lines.push(
      `note: dropped by Eddy: ${Object.entries(report.dropped)
        .map(([what, count]) => `${count} ${what}`)
        .join(', ')}`,
    );
  if (reportPath !== undefined) lines.push(`report: ${reportPath}`);
  if (eventsPath !== undefined) lines.push(`events: ${eventsPath}`);
  for (const { kind, seen, allowed } of breaches) {
    lines.push(
      `--fail-on ${kind}:${allowed}: ${seen} seen${'status' in exit && exit.status === failOnStatus ? `, so the status is ${failOnStatus}` : ''}`,
    );
  }
  return lines.map(line => `eddy: ${line}\n`).join('');
}

/** Every note once, whichever target made it. */
export function notesOf(report: Report): string[] {
  const notes = report.targets.flatMap(({ notes, isolation, id }) =>
    // One that said no state ended before it could look.
    isolation === false && report.system[id] !== undefined
      ? [...notes, `target ${id} lost its async context at start: what is said of its flows is not reliable`]
      : notes,
  );
  return [...new Set([...notes, ...neverBound(report)].map(oneLine))];
}

/** Probes that waited in vain. Sessions of the program's own have none that we know. */
function neverBound({ sessions }: Report): string[] {
  const views = sessions.items as unknown as readonly Partial<SessionView>[];
  const probes = views.flatMap(session => session.probes ?? []);
  return probes
    .filter(({ everBound, hits }) => !everBound && hits === 0)
    .map(({ spec, lastRefusal }) => {
      const why = lastRefusal ?? ('file' in spec.place ? unloaded(spec.place.file) : 'no thread answered');
      return `${spec.id} (${probeWords(spec)}) was never bound: ${why}`;
    });
}

/** What was compiled, bundled or minified is known by its source map alone. */
function unloaded(file: string): string {
  const none = 'no file of that name was loaded';
  return /\.[cm]?[jt]sx?$/.test(file) ? `${none}; if it was compiled or bundled, it needs a source map` : none;
}

function headline(report: Report, name: string | undefined): string {
  const about = name === undefined ? '' : `${oneLine(name)}: `;
  const { findings, targets, flows, tasks } = report;
  if (flows.total === 0 && findings.length === 0) {
    const why =
      targets.length === 0
        ? 'no process of Node 22.15 or newer reported in (eddy doctor: which Node is on PATH)'
        : 'it ended before it reported';
    return `${about}nothing was observed: ${why}`;
  }
  const seen = `${count(flows.total, 'flow')}, ${count(tasks.total, 'task')}`;
  if (findings.length === 0) return `${about}no findings (${seen})`;
  const bySeverity = (['error', 'warning', 'note', 'potential'] as const satisfies Severity[])
    .map(severity => [findings.filter(one => one.severity === severity).length, severity] as const)
    .filter(([many]) => many > 0)
    .map(([many, severity]) => (severity === 'potential' ? `${many} potential` : count(many, severity)));
  return `${about}${count(findings.length, 'finding')}: ${bySeverity.join(', ')} (${seen})`;
}

function describe(finding: Finding, { cwd, paint }: { readonly cwd: string; readonly paint: Paint }): string[] {
  const times = finding.count > 1 ? ` ×${finding.count}` : '';
  const sites = Object.entries(finding.sites);
  const width = Math.max(0, ...sites.map(([role]) => role.length));
  return [
    `${paint.severity(finding.severity, finding.severity)} ${paint.bold(finding.kind)}${times}: ${oneLine(finding.message)}`,
    ...sites.map(([role, site]) => `  ${role.padEnd(width)}  ${place(site, cwd)}`),
    `  ${paint.dim(`to do: ${oneLine(finding.hint)}`)}`,
  ];
}
