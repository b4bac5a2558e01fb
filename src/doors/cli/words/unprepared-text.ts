import {
  type SuspendedFunction,
  type SuspendedLine,
  sayDuration,
  type UnpreparedDump,
} from '../../../wire/protocol/index.ts';
import { capturedText } from './captured-text.ts';
import { count } from './count.ts';
import type { Look } from './hold-text.ts';
import { oneLine, place } from './place.ts';
import { cut } from './table.ts';

const maxFunctions = 20;
const maxLines = 5;
const widestLocals = 160;

/** What a process without us stands at: the functions, how many calls of each wait, where, and one of them. */
export function unpreparedLines(dump: UnpreparedDump, look: Look): string[] {
  const { process: of, waiting, idle, looked, functions, notes } = dump;
  const own = functions.filter(({ whose, idle }) => whose !== 'node' && !idle);
  const shown = own.slice(0, maxFunctions);
  const sampled = dump.sampled ? `; ${looked} looked at, the others counted` : '';
  return [
    `process ${of.pid} (Node ${of.node}, ${cut(oneLine(of.words.join(' ')))}): ${count(waiting, 'async call')} ${waiting === 1 ? 'waits' : 'wait'}${sampled}`,
    ...shown.flatMap(one => functionLines(one, functions, look)),
    ...restLines(functions, own.length - shown.length, idle),
    ...notes,
    costLine(dump),
  ];
}

function functionLines(one: SuspendedFunction, all: readonly SuspendedFunction[], { cwd, paint }: Look): string[] {
  const by = one.awaitedBy.map(({ function: at, count }) => `${nameOf(all[at])} (${count})`).slice(0, maxLines);
  const whose = one.whose === 'package' ? ', of a package' : '';
  const lines = one.lines.slice(0, maxLines);
  const left = one.count - one.lines.reduce((sum, { count }) => sum + count, 0);
  return [
    '',
    `${paint.bold(`${one.count}`)}  ${paint.bold(nameOf(one))}${paint.dim(`  ${one.kind} at ${place({ ...one.place, function: '' }, cwd)}${whose}`)}`,
    ...lines.flatMap(line => lineLines(line, one, { cwd, paint })),
    ...(left > 0 ? [`  ${left} not looked at`] : []),
    ...(by.length === 0 ? [] : [`  awaited by ${by.join(', ')}`]),
  ];
}

function lineLines(line: SuspendedLine, { count, looked }: SuspendedFunction, { cwd, paint }: Look): string[] {
  const about = looked === count ? '' : `, judged by ${line.looked}`;
  const [sample] = line.samples;
  const locals = Object.entries(sample?.locals ?? {}).map(
    ([name, value]) => `${oneLine(name)} = ${capturedText(value)}`,
  );
  return [
    `  ${line.count} at ${place({ ...line.place, function: '' }, cwd)}${paint.dim(about)}`,
    ...(locals.length === 0 ? [] : [paint.dim(`    one has ${cut(locals.join(', '), widestLocals)}`)]),
  ];
}

function restLines(functions: readonly SuspendedFunction[], more: number, idle: number): string[] {
  const node = functions.filter(one => one.whose === 'node' && !one.idle).reduce((sum, { count }) => sum + count, 0);
  return [
    '',
    ...(more > 0 ? [`… and of ${count(more, 'further function')}.`] : []),
    ...(node > 0 ? [`${count(node, 'call')} of Node’s own.`] : []),
    ...(idle > 0 ? [`${count(idle, 'generator')} between two values: nobody waits there.`] : []),
  ];
}

function costLine({ cost, heap, inspector }: UnpreparedDump): string {
  const pause =
    cost.pauseMs === undefined ? 'it does not turn its loop' : `stood still for ${sayDuration(cost.pauseMs)}`;
  const look = cost.lookPauseMs === undefined ? '' : `, and ${sayDuration(cost.lookPauseMs)} at most for one look`;
  const door = inspector.wasOpen
    ? 'its inspector was open before and is'
    : inspector.isOpen
      ? 'its inspector could not be closed'
      : `its inspector is closed again, after ${sayDuration(cost.openMs)}`;
  return `${pause}${look} (${heap.objects} objects, ${Math.round(heap.usedBytes / 1024 / 1024)} MB); ${door}`;
}

function nameOf(one: SuspendedFunction | undefined): string {
  return one === undefined || one.name === '' ? '(anonymous)' : cut(oneLine(one.name));
}
