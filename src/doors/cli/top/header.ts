import { sayDuration } from '../../../wire/protocol/index.ts';
import { count, oneLine } from '../words/index.ts';
import { sayBytes, sayMs, sayPercent } from './amounts.ts';
import { clockTime } from './finding-columns.ts';
import type { Palette } from './palette.ts';
import type { TargetRow } from './rows.ts';
import { cutPainted, cutText, paintedWidth } from './text-width.ts';
import type { TopBook } from './top-book.ts';

export interface Pace {
  /** How far apart looks are now. */
  readonly everyMs: number;
  readonly isPaused: boolean;
}

const oldMs = 5_000;

/** Who and how, in a few lines; `room`: how many processes and threads have one of their own. */
export function headerLines(
  book: TopBook,
  { now, pace, width, room }: { now: number; pace: Pace; width: number; room: number },
  palette: Palette,
): string[] {
  return [
    bothSides(palette.bold(whoText(book, now)), standText(book, now, pace, palette), width),
    cutText(sumText(book), width),
    ...targetTexts(book.targets, room, now).map(line => cutText(line, width)),
    ...noteTexts(book, now).map(note => palette.severity('warning', cutText(note, width))),
  ];
}

export function whoText({ hub, runs }: TopBook, now: number): string {
  const [only] = runs;
  const one = runs.length === 1 ? only : undefined;
  const name = one?.name ?? hub?.name ?? one?.words.join(' ') ?? hub?.words.join(' ') ?? '';
  const pid = one?.pid ?? hub?.pid;
  const started = one?.started ?? hub?.started ?? now;
  const many = hub?.stays === true && one === undefined ? `, ${count(runs.length, 'program')}` : '';
  return `eddy top  ${oneLine(name)} (pid ${pid}${many}), up ${sayDuration(now - started)}`;
}

function standText({ isAway, lookedAt }: TopBook, now: number, { everyMs, isPaused }: Pace, palette: Palette): string {
  if (isPaused) return palette.severity('warning', `paused, as of ${clockTime(lookedAt)}`);
  if (isAway) return palette.severity('error', 'the hub is away; it is dialled again');
  // What costs the program more is looked at rarer.
  return now - lookedAt > 3 * everyMs && lookedAt > 0
    ? `looked ${sayDuration(now - lookedAt)} ago`
    : `every ${sayDuration(everyMs)}`;
}

export function sumText(book: TopBook): string {
  const { flows, findings, targets } = book;
  const held = flows.filter(({ state }) => state === 'held').length;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const processes = targets.filter(({ info }) => info.kind === 'process');
  const sum = (all: readonly (number | undefined)[]) => {
    const known = all.filter(one => one !== undefined);
    return known.length === 0 ? undefined : known.reduce((total, one) => total + one, 0);
  };
  const cpu = sum(processes.map(({ figures }) => figures?.cpuPercent));
  const memory = sum(processes.map(({ figures }) => figures?.rssBytes));
  return [
    `flows ${flows.length}`,
    `held ${held}`,
    `findings ${findings.length}${errors === 0 ? '' : ` (${count(errors, 'error')})`}`,
    `CPU ${sayPercent(cpu)}`,
    `memory ${sayBytes(memory)}`,
  ].join('   ');
}

/** The busiest first. */
function targetTexts(targets: readonly TargetRow[], room: number, now: number): string[] {
  const busy = ({ figures }: TargetRow) => figures?.cpuPercent ?? figures?.loopPercent ?? -1;
  const sorted = [...targets].sort((a, b) => busy(b) - busy(a));
  const shown = sorted.slice(0, room).map(target => targetText(target, now));
  if (sorted.length <= room || room === 0) return shown;
  return [...shown.slice(0, -1), `  ${sorted.length - room + 1} more processes or threads: 4`];
}

function targetText({ title, figures, figuresAt }: TargetRow, now: number): string {
  const { cpuPercent, loopPercent, lateMs, worstLateMs, sinceItBegan } = figures ?? {};
  // A target with much to tell, or one that is blocked, tells its figures rarer.
  const isOld = figuresAt !== undefined && now - figuresAt > oldMs;
  const when = sinceItBegan ? '   (since it began)' : isOld ? `   (${sayDuration(now - figuresAt)} ago)` : '';
  return `  ${oneLine(title)}   CPU ${sayPercent(cpuPercent)}   loop ${sayPercent(loopPercent)} busy, late ${sayMs(lateMs)} (worst ${sayMs(worstLateMs)})${when}`;
}

export function noteTexts({ targets, lost, isCut }: TopBook, now: number): string[] {
  const silent = targets
    .filter(one => one.silent !== undefined)
    .map(({ title, lastSaidAt }) => {
      const then =
        lastSaidAt === undefined
          ? 'it has said nothing yet'
          : `shown is what it said ${sayDuration(now - lastSaidAt)} ago`;
      return `${oneLine(title)} gives no answer (busy, blocked or stopped): ${then}`;
    });
  return [
    ...silent.slice(0, 2),
    ...(silent.length > 2 ? [`${silent.length - 2} more give no answer: 4`] : []),
    ...(lost > 0 ? [`${count(lost, 'event')} came too fast to be read: findings are as the hub last said them`] : []),
    ...(isCut ? ['more functions are alive than are listed'] : []),
  ];
}

function bothSides(left: string, right: string, width: number): string {
  const space = width - paintedWidth(left) - paintedWidth(right);
  return space >= 2 ? left + ' '.repeat(space) + right : cutPainted(left, width);
}
