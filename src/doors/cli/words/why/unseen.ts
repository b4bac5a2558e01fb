import type { NoteWords } from './answer.ts';
import { coverageIn, type Observation, toldBy } from './observation.ts';
import { told } from './quoted.ts';

const maxNotes = 6;

/** What could not be seen in this run, what matters most first. */
export function unseenIn({ result, words, kept }: Observation): NoteWords[] {
  const { report, end } = result;
  const { targets, dropped } = report;
  const notes: NoteWords[] = [];
  const say = (what: string, fromProgram?: string) =>
    notes.push(fromProgram === undefined ? { what } : { what, fromProgram: told(fromProgram) });
  if (targets.length === 0) say('Everything: no process of Node 22.15 or newer reported in.');
  const silent = targets.length - toldBy(report).length;
  if (silent > 0) say(`${silent} of ${targets.length} threads ended before they told what they did.`);
  for (const [what, many] of Object.entries(dropped)) say(`${many} ${told(what, 40)} that Eddy dropped.`);
  const lost = targets.filter(one => one.end?.how === 'lost').length;
  if (lost > 0) say(`The last moments of ${lost} threads whose line was lost.`);
  if (end.how === 'signal') say(`What happened in up to a second before ${end.signal} ended the program.`);
  const coverage = coverageIn(report);
  // In Python they are known without.
  if (coverage === undefined && targets.some(({ node }) => node !== ''))
    say('Functions and awaited lines: nothing has gates.');
  if (coverage !== undefined && coverage.skipped > 0) say(`${coverage.skipped} functions that can have no gates.`);
  for (const { path, why } of coverage?.ungated.slice(0, 3) ?? []) say('A file without gates.', `${path}: ${why}`);
  if (targets.some(({ kind }) => kind === 'worker'))
    say('Blocked loops of worker threads: only main threads are watched.');
  if (!kept.includes('--include') && coverage !== undefined)
    say('Functions of packages: only your own files have gates.');
  if (targets.length > 0 && words.length > 0) say('Processes that are neither Node nor Python.');
  const made = [...new Set(targets.flatMap(one => one.notes))];
  for (const note of made.slice(0, maxNotes)) say('A note made in the program.', note);
  if (made.length > maxNotes) say(`${made.length - maxNotes} more notes; --report FILE has them all.`);
  return notes;
}
