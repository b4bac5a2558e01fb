import type { EddyEvent } from '../../../wire/protocol/index.ts';
import { TargetTrace } from './target-trace.ts';
import { tellers } from './tellers.ts';
import type { TraceLine } from './trace-lines.ts';

/** Turns events into lines of a trace, one after the other; it knows only what is open. */
export class TraceWriter {
  readonly #targets = new Map<string, TargetTrace>();
  #lines: TraceLine[] = [];
  #lastPid = 0;

  take(event: EddyEvent): void {
    const target = this.#target(event);
    target.timeIs(event.at);
    tellers[event.kind]?.(target, event);
  }

  /** What came of it since it was asked last. */
  takeLines(): TraceLine[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }

  end(): void {
    for (const target of this.#targets.values()) target.endAll();
  }

  #target({ target, kind }: EddyEvent): TargetTrace {
    const known = this.#targets.get(target);
    if (known !== undefined) return known;
    const trace = new TargetTrace(++this.#lastPid, line => this.#lines.push(line));
    this.#targets.set(target, trace);
    // Its beginning says better who it is.
    if (kind !== 'target-started') trace.nameProcess(target);
    return trace;
  }
}
