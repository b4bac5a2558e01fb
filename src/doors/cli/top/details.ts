import { oneLine, type Paint, place } from '../words/index.ts';
import { sayBytes, sayMs, sayPercent } from './amounts.ts';
import { clockTime } from './finding-columns.ts';
import { userText } from './lock-columns.ts';
import type { FindingRow, LockRow, TargetRow } from './rows.ts';
import type { TopBook } from './top-book.ts';

interface Look {
  readonly cwd: string;
  readonly paint: Paint;
}

/** What is known of one row; undefined: it is gone. Flows are asked for: `eddy where` has their words. */
export function detailLines(tab: string, id: string, book: TopBook, look: Look): string[] | undefined {
  const finding = tab === 'findings' ? book.findings.find(one => one.id === id) : undefined;
  if (finding !== undefined) return findingLines(finding, look);
  const lock = tab === 'locks' ? book.locks.find(one => one.id === id) : undefined;
  if (lock !== undefined) return lockLines(lock, look);
  const target = tab === 'processes' ? book.targets.find(one => one.id === id) : undefined;
  return target === undefined ? undefined : targetLines(target, look);
}

function findingLines(
  { finding, count, severity, firstAt, lastAt, targets }: FindingRow,
  { cwd, paint }: Look,
): string[] {
  const sites = Object.entries(finding.sites).flatMap(([role, site]) => [
    '',
    `${paint.bold(oneLine(role))}  ${place(site, cwd)}${site.flow === undefined ? '' : `  flow ${oneLine(site.flow)}`}`,
    ...site.stack.map(frame => `    ${oneLine(frame)}`),
  ]);
  const flows = finding.flows.map(({ id, name }) => `${oneLine(name)} (${oneLine(id)})`).join(', ');
  return [
    `${paint.severity(severity, severity)} ${paint.bold(oneLine(finding.kind))}`,
    oneLine(finding.message),
    `to do: ${oneLine(finding.hint)}`,
    `seen ${count === 1 ? 'once' : `${count} times`}, first at ${clockTime(firstAt)}, last at ${clockTime(lastAt)}`,
    ...(flows === '' ? [] : [`flows: ${flows}`]),
    ...(targets.length > 1 ? [`in ${targets.length} processes or threads: ${targets.join(', ')}`] : []),
    ...sites,
  ];
}

function lockLines(lock: LockRow, { cwd, paint }: Look): string[] {
  const { name, kind, state, held, waiting, acquired, longestWaitMs, holders, waiters, target } = lock;
  const users = (title: string, all: LockRow['holders'], total: number) => [
    '',
    paint.bold(`${title}: ${total}`),
    ...all.map(one => `  ${userText(one, cwd)}`),
    ...(total > all.length ? [`  ${total - all.length} more are not told`] : []),
  ];
  return [
    `${paint.bold(oneLine(name))} (${oneLine(kind)}), ${oneLine(state)}, of target ${oneLine(target)}`,
    `taken ${acquired} times; the longest wait for it was ${sayMs(longestWaitMs)}`,
    ...users('held by', holders, held),
    ...users('waited for by', waiters, waiting),
  ];
}

function targetLines({ id, info, title, flowCount, figures, silent }: TargetRow, { paint }: Look): string[] {
  const { node, python, argv, notes, isolation, parent } = info;
  const software = python === undefined ? `Node ${node}` : `Python ${python}`;
  const lost = isolation ? [] : ['its async context was lost at start: what is said of its flows is not reliable'];
  return [
    `${paint.bold(oneLine(title))}, target ${oneLine(id)}, ${oneLine(software)}${parent === undefined ? '' : `, started by ${oneLine(parent)}`}`,
    oneLine(argv.join(' ')),
    ...(silent === undefined ? [] : [paint.severity('error', `gives no answer: ${oneLine(silent)}`)]),
    '',
    `CPU         ${sayPercent(figures?.cpuPercent)} of one core`,
    `memory      ${sayBytes(figures?.rssBytes)}${figures?.heapUsedBytes === undefined ? '' : `, of it heap ${sayBytes(figures.heapUsedBytes)}`}`,
    `event loop  ${sayPercent(figures?.loopPercent)} busy, late by ${sayMs(figures?.lateMs)}, at worst ${sayMs(figures?.worstLateMs)}`,
    ...(figures?.tasks === undefined ? [] : [`tasks       ${figures.tasks} of ${figures.tasksInAll} are alive`]),
    `flows       ${flowCount}`,
    ...(figures?.sinceItBegan === true ? ['(shares are of all the time since it began)'] : []),
    ...[...lost, ...notes].map(note => `note: ${oneLine(note)}`),
  ];
}
