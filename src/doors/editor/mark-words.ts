import { fail } from '../../base/index.ts';
import type {
  ExceptionFilterOptions,
  SetExceptionBreakpointsArguments,
  SourceBreakpoint,
} from '../../wire/dap/index.ts';
import { findingKinds, isFindingKind, type ProbeEvent, type ProbeWords } from '../../wire/protocol/index.ts';
import type { ExceptionFilter } from './capabilities.ts';
import { parseHitCondition } from './hit-condition.ts';
import type { MarkWords } from './mark.ts';
import type { Settings } from './settings.ts';

/** A breakpoint of a source, as a probe. Throws what cannot be read. */
export function sourceWords(file: string, line: number, asked: SourceBreakpoint, settings: Settings): MarkWords {
  const place = { file, line };
  const { condition, hitCondition, logMessage } = asked;
  const limits = blank(hitCondition) ? {} : parseHitCondition(hitCondition as string);
  const when = blank(condition) ? {} : { condition: (condition as string).trim() };
  if (!blank(logMessage)) {
    return { words: { kind: 'log', place, text: logMessage as string, ...when }, limits };
  }
  return { words: { ...kindOf(file, asked.mode, settings), place, ...when }, limits };
}

/** In Python the process stops: to ask first would let the flow pass meanwhile. */
const neverHeld = /\.pyw?$/;

function kindOf(file: string, mode: string | undefined, { mode: told, match, session }: Settings) {
  const said = mode ?? told;
  if (said === 'hold' || said === 'stop') return { kind: said } as const;
  // A session that others opened may match flows, too.
  const isOfFlows = (match.length > 0 || session !== undefined) && !neverHeld.test(file);
  return isOfFlows ? ({ kind: 'hold', orStop: true } as const) : ({ kind: 'stop' } as const);
}

export interface Wanted {
  readonly filter: ExceptionFilter;
  readonly condition: string | undefined;
  readonly mode: string | undefined;
}

export function wantedFilters({ filters, filterOptions = [] }: SetExceptionBreakpointsArguments): Wanted[] {
  const plain = filters.map(filter => ({ filter: filter as ExceptionFilter, condition: undefined, mode: undefined }));
  const more = filterOptions.map(({ filterId, condition, mode }: ExceptionFilterOptions) => ({
    filter: filterId as ExceptionFilter,
    condition: blank(condition) ? undefined : condition?.trim(),
    mode,
  }));
  return [...plain, ...more];
}

/** More than one for findings: each kind is asked for by its name. */
export function exceptionWords({ filter, condition, mode }: Wanted, settings: Settings): readonly ProbeWords[] {
  const kind = (mode ?? settings.mode) === 'hold' ? 'hold' : 'stop';
  switch (filter) {
    case 'finding': {
      const kinds = condition === undefined ? findingKinds : condition.split(/[\s,]+/).filter(Boolean);
      return kinds.map(one => ({ kind, place: { on: 'finding', kind: findingKind(one) } }) as const);
    }
    case 'throw':
    case 'uncaught': {
      const isName = condition !== undefined && /^[\p{Lu}]\w*$/u.test(condition);
      const place: ProbeEvent = isName ? { on: filter, name: condition } : { on: filter };
      return [{ kind, place, ...(isName || condition === undefined ? {} : { condition }) }];
    }
    default:
      throw fail('bad-option', `There is no exception filter "${String(filter)}".`, {
        hint: 'There are uncaught, throw, finding.',
      });
  }
}

function findingKind(word: string): string {
  if (isFindingKind(word)) return word;
  throw fail('bad-option', `There is no finding "${word}".`, { hint: 'All kinds: eddy help findings.' });
}

function blank(text: string | undefined): boolean {
  return text === undefined || text.trim() === '';
}
