import type { EddyEvent, EventKind, ProbeTrouble } from '../../../wire/protocol/index.ts';
import { capturedText } from './captured-text.ts';
import type { Look } from './hold-text.ts';
import { oneLine, place } from './place.ts';
import { troubleText } from './probe-text.ts';

/** Told beside the program's own words. A log in a busy line is not told for ever: --events has all. */
const maxTold = 1000;
const told = new Set<EventKind>(['held', 'stopped', 'resumed', 'snap', 'log', 'probe-refused', 'probe-failed']);
const maxLocalsLength = 300;

/** What a probe did, or what became of it, in one line. */
export function eventLine({ kind, flow, data }: EddyEvent, cwd: string): string {
  const words: string[] = [kind];
  for (const id of [data.hold, data.probe]) if (typeof id === 'string') words.push(oneLine(id));
  if (typeof data.file === 'string') words.push(`at ${place({ function: '', line: 0, ...data } as never, cwd)}`);
  if (flow !== undefined) words.push(`flow ${oneLine(flow)}`);
  return `${words.join(' ')}${said(kind, data)}`;
}

function said(kind: EventKind, data: EddyEvent['data']): string {
  if (kind === 'log') return `: ${oneLine(String(data.text))}`;
  if (kind === 'probe-failed') return `: ${troubleText(data.trouble as ProbeTrouble)}`;
  const why = data.reason ?? data.why;
  if (typeof why === 'string') return `: ${oneLine(why)}`;
  if (typeof data.locals !== 'object' || data.locals === null) return '';
  const locals = Object.entries(data.locals)
    .map(([name, value]) => `${oneLine(name)}=${capturedText(value)}`)
    .join(' ');
  if (locals === '') return '';
  return `: ${locals.length > maxLocalsLength ? `${locals.slice(0, maxLocalsLength)}…` : locals}`;
}

/** Tells what probes do as they do it, beside what the program writes. */
export function sessionTeller(err: (text: string) => void, { cwd, paint }: Look): (event: EddyEvent) => void {
  let count = 0;
  return event => {
    if (!told.has(event.kind) || isOldTrouble(event)) return;
    count++;
    if (count === maxTold + 1)
      err('eddy: more comes of probes; it is not told here: eddy holds --watch, --events FILE\n');
    if (count > maxTold) return;
    const { kind, data } = event;
    const isHeld = (kind === 'held' || kind === 'stopped') && typeof data.hold === 'string';
    const next = isHeld
      ? paint.dim(`  (eddy vars ${oneLine(String(data.hold))}, eddy resume ${oneLine(String(data.hold))})`)
      : '';
    err(`eddy: ${eventLine(event, cwd)}${next}\n`);
  };
}

/** How often is in `eddy sessions`. */
function isOldTrouble({ kind, data }: EddyEvent): boolean {
  return kind === 'probe-failed' && (data.trouble as ProbeTrouble).times > 1;
}
