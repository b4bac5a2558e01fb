import { fail } from '../../base/index.ts';
import type { WantedBreakpoints } from './breakpoints.ts';
import type { EddyEvent } from './event.ts';
import type { Finding } from './finding.ts';
import type { Activity, AnswerLine } from './order.ts';
import type { TargetInfo, TargetState } from './report.ts';

export const protocolVersion = 1;

/** What a target says to its hub: one JSON document a line. `target` names who speaks (a worker speaks through its process's keeper). */
export type TargetLine =
  | {
      readonly say: 'hello';
      readonly version: number;
      readonly token: string;
      readonly pid: number;
      /** What the run is called that it wants to be of; absent: one of its own. It counts where the hub’s own token is shown. */
      readonly run?: string;
    }
  | { readonly say: 'target'; readonly target: TargetInfo }
  | { readonly say: 'event'; readonly event: EddyEvent }
  /** The group as it stands now; it replaces what was said of `key` before. */
  | { readonly say: 'finding'; readonly target: string; readonly key: string; readonly finding: Finding }
  /** The whole state; the last one said is the one that counts. */
  | { readonly say: 'state'; readonly target: string; readonly at: number; readonly state: TargetState }
  /** At the end, when flows are pending: where each waits. */
  | { readonly say: 'activity'; readonly target: string; readonly activity: Activity }
  /** Of a Python target: lines that debugpy has to watch. */
  | { readonly say: 'breakpoints'; readonly target: string; readonly wanted: WantedBreakpoints }
  | AnswerLine
  | { readonly say: 'end'; readonly target: string; readonly at: number; readonly info: TargetInfo };

export type Hello = Extract<TargetLine, { say: 'hello' }>;

const words = new Set(['hello', 'target', 'event', 'finding', 'state', 'activity', 'breakpoints', 'answer', 'end']);

export const maxLineBytes = 16 * 1024 * 1024;

/** Who speaks; nobody in a hello. */
export function targetOf(line: TargetLine): string {
  switch (line.say) {
    case 'hello':
      return '';
    case 'target':
      return line.target.id;
    case 'event':
      return line.event.target;
    default:
      return line.target;
  }
}

export function encodeLine(line: TargetLine): string {
  return `${JSON.stringify(line)}\n`;
}

export function parseLine(text: string): TargetLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw fail('bad-message', `A line of ${text.length} characters is not JSON.`, { cause });
  }
  if (typeof value !== 'object' || value === null || !('say' in value) || !isWord(value.say)) {
    throw fail('bad-message', `A line says nothing that is known: ${text.slice(0, 80)}`);
  }
  return value as TargetLine;
}

function isWord(say: unknown): boolean {
  return typeof say === 'string' && words.has(say);
}
