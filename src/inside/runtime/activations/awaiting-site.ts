import type { Site } from '../../../wire/protocol/index.ts';
import { type Flow, type Frame, runtime, siteOf } from '../core/index.ts';
import { type Activation, fileOf } from './activation.ts';
import type { Activations } from './activations.ts';

const mostFrames = 16;

/**
 * The line that a flow waits at: of its functions that no other of it waits for, the one that has waited longest, with
 * those that wait for it. Undefined where its code has no gates.
 */
export function awaitingSite(flow: Flow): Site | undefined {
  const activations = runtime().part<Activations | undefined>('activations', () => undefined);
  if (activations === undefined) return undefined;
  const callers = new Set<Activation>();
  const waiting: Activation[] = [];
  for (const one of activations.live()) {
    if (activations.flowOf(one) !== flow) continue;
    if (one.caller !== null) callers.add(one.caller);
    if (one.at >= 0) waiting.push(one);
  }
  const leaf = waiting.filter(one => !callers.has(one)).sort((a, b) => a.sinceMs - b.sinceMs)[0];
  return leaf === undefined ? undefined : siteOf(framesFrom(leaf), flow);
}

function framesFrom(leaf: Activation): Frame[] {
  const frames: Frame[] = [];
  for (let one: Activation | null = leaf; one !== null && frames.length < mostFrames; one = one.caller) {
    const at = one.module.awaits[one.at];
    const name = one.module.functions[one.fn]?.name ?? '';
    if (at !== undefined)
      frames.push({ file: fileOf(one.module, one.fn), line: at.line, column: at.column, function: name });
  }
  return frames;
}

/** Behind a sentence: where it waits, as far as that is known. */
export function waitsAt(site: Site | undefined): string {
  if (site === undefined) return '';
  return ` It waits at line ${site.line} of ${site.file.slice(site.file.lastIndexOf('/') + 1)}${site.function === '' ? '' : `, in ${site.function}`}.`;
}
