import { readFileSync } from 'node:fs';
import { type Hold, type Resumed, type StackLine, sayDuration, type Variable } from '../../../wire/protocol/index.ts';
import { capturedText } from './captured-text.ts';
import type { Paint } from './paint.ts';
import { oneLine, place } from './place.ts';

export interface Look {
  readonly cwd: string;
  readonly paint: Paint;
}

const linesAround = 2;
const maxStack = 8;

/** A held place, with the source round it where it can be read. */
export function holdText(hold: Hold, nowMs: number, { cwd, paint }: Look): string[] {
  const left = hold.until === undefined ? '' : `, lets go in ${sayDuration(hold.until - nowMs)}`;
  return [
    `${paint.bold(hold.id)}  ${hold.kind === 'stop' ? 'stopped' : 'held'} at ${place(hold.place, cwd)} for ${sayDuration(nowMs - hold.since)}${left}`,
    `  flow ${hold.flow} ${oneLine(hold.flowName)}, by ${hold.probe}${hold.session === '' ? '' : ` of session ${hold.session}`}`,
    ...sourceLines(hold.place.file, hold.place.line, paint),
    ...stackLines(hold.stack, cwd),
    ...(hold.holds.length === 0 ? [] : [`  it has ${hold.holds.map(oneLine).join(', ')}`]),
    ...hold.waiters.map(
      one => `  ${one.flow} ${oneLine(one.name)} has waited ${sayDuration(one.waitedMs)} for ${oneLine(one.for)}`,
    ),
  ];
}

function sourceLines(file: string, line: number, paint: Paint): string[] {
  let lines: string[];
  try {
    lines = readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
  const from = Math.max(1, line - linesAround);
  const to = Math.min(lines.length, line + linesAround);
  const width = String(to).length;
  const rows: string[] = [];
  for (let at = from; at <= to; at++) {
    const text =
      `${at === line ? '>' : ' '} ${String(at).padStart(width)} | ${oneLine((lines[at - 1] ?? '').replaceAll('\t', '  '))}`.trimEnd();
    rows.push(`  ${at === line ? paint.bold(text) : paint.dim(text)}`);
  }
  return rows;
}

function stackLines(stack: readonly StackLine[], cwd: string): string[] {
  const shown = stack.slice(0, maxStack).map(one => `  ${one.async ? 'awaited by' : 'at'} ${place(one, cwd)}`);
  return stack.length > maxStack ? [...shown, `  … ${stack.length - maxStack} more`] : shown;
}

/** One a line: its own first, then those of the functions round it. */
export function variableLines(variables: readonly Variable[], paint: Paint): string[] {
  const width = Math.min(24, Math.max(0, ...variables.map(({ name }) => name.length)));
  const row = (one: Variable) => {
    const value = 'value' in one ? capturedText(one.value) : `not captured: ${oneLine(one.why ?? 'no reason given')}`;
    const notes = [one.edited ? 'edited, not written yet' : '', one.editable ? '' : 'cannot be changed'];
    const note = notes.filter(Boolean).join(', ');
    return `${one.name.padEnd(width)}  ${value}${note === '' ? '' : paint.dim(`  (${note})`)}`;
  };
  const own = variables.filter(one => one.own);
  const outer = variables.filter(one => !one.own);
  if (outer.length === 0) return own.map(row);
  return [...own.map(row), paint.dim('of the functions and the module round it:'), ...outer.map(row)];
}

export function resumedLine({ hold, target, resumed, conflicts, error }: Resumed): string {
  if (error !== undefined) return `${hold}: not resumed, in target ${target}: ${oneLine(error.message)}`;
  if (resumed) return `${hold}: goes on`;
  return `${hold}: not resumed: the program changed ${conflicts.join(', ')} meanwhile, which you edited. --force writes your values over it.`;
}
