import {
  type Binding,
  matcherWords,
  type ProbeTrouble,
  type ProbeView,
  probeWords,
  type SessionSpec,
  sayDuration,
} from '../../../wire/protocol/index.ts';
import type { Look } from './hold-text.ts';
import { oneLine, place } from './place.ts';

/** A probe, and what each target has made of it. Many targets that say the same are one line. */
export function probeLines({ spec, bindings, unanswered, hits }: ProbeView, { cwd, paint }: Look): string[] {
  const lines = [
    `${paint.bold(spec.id)}  ${oneLine(probeWords(spec))}${hits > 0 ? `  (${hits} ${hits === 1 ? 'hit' : 'hits'})` : ''}`,
  ];
  if (spec.holdForMs !== undefined) {
    lines[0] += paint.dim(`  lets go after ${sayDuration(spec.holdForMs)}`);
  }
  const same = new Map<string, Binding[]>();
  for (const binding of bindings) {
    const text = bindingText(binding, cwd);
    same.set(text, [...(same.get(text) ?? []), binding]);
  }
  for (const [text, of] of same) lines.push(`  ${text}${of.length > 1 ? ` (in ${of.length} targets)` : ''}`);
  if (unanswered.length > 0) lines.push(`  not answered yet by ${unanswered.join(', ')}: busy, blocked or stopped`);
  if (bindings.length + unanswered.length === 0) {
    lines.push('  waiting: no thread of the program has reported in yet');
  }
  return lines;
}

function bindingText(binding: Binding, cwd: string): string {
  const { trouble } = binding;
  return `${standText(binding, cwd)}${trouble === undefined ? '' : `; ${troubleText(trouble)}`}`;
}

/** Counts that have not doubled since are not told. */
export function troubleText({ why, times }: ProbeTrouble): string {
  return `${times > 1 ? `at least ${times} times ` : ''}it could not be evaluated: ${oneLine(why)}`;
}

function standText({ state, mechanism, reason, places }: Binding, cwd: string): string {
  const why = reason === undefined ? '' : `: ${oneLine(reason)}`;
  if (state === 'refused') return `refused${why}`;
  if (state === 'waiting') return `waiting${why === '' ? ': no file of that name is loaded yet' : why}`;
  if (state === 'gone') return `gone${why}`;
  const where = places.map(
    one => `${place({ ...one, function: '' }, cwd)}:${one.column}${one.function && ` (${oneLine(one.function)})`}`,
  );
  return `bound by ${mechanism ?? 'an unknown mechanism'}${where.length === 0 ? '' : ` at ${where.join(', ')}`}${why}`;
}

export function sessionHead({ id, name, match }: SessionSpec): string {
  const flows = match.length === 0 ? 'every flow' : `flows with ${match.map(matcherWords).join(' and ')}`;
  return `session ${oneLine(name)} (${id}): ${oneLine(flows)}`;
}

/** Whether it acts somewhere, or may yet. */
export function isRefusedEverywhere({ bindings, unanswered }: ProbeView): boolean {
  return bindings.length > 0 && unanswered.length === 0 && bindings.every(({ state }) => state === 'refused');
}
