import { showCaptured } from '../../../wire/protocol/index.ts';
import { type Captured, captureLocals, captureNamed } from '../capture/index.ts';
import type { Flow, Runtime } from '../core/index.ts';
import type { ArmedProbe } from './armed-probe.ts';
import { stackOf } from './flow-stack.ts';
import type { HeldFlow } from './held-flow.ts';
import type { HoldWatch } from './hold-watch.ts';
import type { Holds } from './holds.ts';
import { type Readable, readableOf, type Visit } from './visit.ts';

/** What probes do where they are met. */
export class Actions {
  readonly #rt: Runtime;
  readonly #holds: Holds;
  readonly #watch: HoldWatch;
  /** Its condition or text could not be evaluated: that is news. */
  onTrouble: (probe: ArmedProbe, flow: Flow) => void = () => {};
  /** Waits in this very place, looking at the mail, until it is over. */
  waitHere: (isOver: () => boolean) => void = () => {};
  onStop: (held: HeldFlow) => void = () => {};
  /** A stopped thread goes on. */
  onStopOver: () => void = () => {};

  constructor(rt: Runtime, holds: Holds, watch: HoldWatch) {
    this.#rt = rt;
    this.#holds = holds;
    this.#watch = watch;
  }

  /** Those that are meant and whose condition and counts let them act now. What only tells has told. */
  meet(probes: readonly ArmedProbe[], visit: Visit): ArmedProbe | undefined {
    let holder: ArmedProbe | undefined;
    let read: Readable | undefined;
    const readable = () => (read ??= readableOf(visit));
    for (const probe of probes) {
      const { spec, session } = probe;
      if (!session.everyFlow && visit.flow.sessions?.has(session) !== true) continue;
      const names = spec.condition === undefined && spec.kind !== 'log' ? [] : readable().names;
      if (probe.passes(names, () => readable().values, this.#rt.clock.monotonic()) === 'yes') {
        if (spec.kind === 'hold' || spec.kind === 'stop') holder ??= probe;
        else this.#tell(probe, visit, readable());
      }
      // After what it told: a hub counts that, and is told the count here.
      if (probe.takeTroubleNews()) this.onTrouble(probe, visit.flow);
    }
    return holder;
  }

  /** The flow has to wait here: its function waits for it. `after`: what it was held for, where that is no line. */
  hold(probe: ArmedProbe, visit: Visit, after?: string): HeldFlow {
    const held = this.#holds.hold('hold', probe, visit);
    const { id, until } = held;
    const data = { hold: id, until, ...this.#picture(probe, visit), ...(after === undefined ? {} : { after }) };
    this.#watch.start();
    probe.tell(this.#rt, 'held', visit.flow, data);
    return held;
  }

  /** The thread waits here. True when the function has something to write before it goes on. */
  stop(probe: ArmedProbe, visit: Visit): boolean {
    const held = this.#holds.hold('stop', probe, visit);
    const { id, until } = held;
    this.onStop(held);
    probe.tell(this.#rt, 'stopped', visit.flow, {
      hold: id,
      until,
      ...this.#picture(probe, visit, readableOf(visit), true),
    });
    this.#rt.stopped = true;
    try {
      this.waitHere(() => {
        if (until !== undefined && this.#rt.clock.now() >= until) this.#holds.letGo(held, 'its limit passed');
        return held.ended;
      });
    } finally {
      this.#rt.stopped = false;
      this.onStopOver();
      this.#holds.letGo(held, 'it could not wait');
    }
    if (held.hasEditsByValue) return true;
    if (visit.activation !== null) this.#holds.takeResumed(visit.activation);
    else held.writeShared();
    return false;
  }

  #tell(probe: ArmedProbe, visit: Visit, read: Readable): void {
    const { spec } = probe;
    if (spec.kind !== 'log') {
      probe.tell(this.#rt, 'snap', visit.flow, this.#picture(probe, visit, read));
      return;
    }
    const show = (value: unknown, expression: string) => shortText(captureNamed(expression, value));
    const text = probe.text(read.names, read.values, show);
    probe.tell(this.#rt, 'log', visit.flow, { probe: spec.id, ...visit.place, text });
  }

  #picture(
    probe: ArmedProbe,
    visit: Visit,
    { names, values } = readableOf(visit),
    stands = false,
  ): Record<string, unknown> {
    return {
      probe: probe.spec.id,
      ...visit.place,
      locals: captureLocals(names, values),
      stack: stackOf(visit, stands),
    };
  }
}

/** A text stands bare, as `console.log` would have it. */
function shortText(value: Captured): string {
  const isCut = typeof value === 'object' && value?.t === 'string';
  const text = typeof value === 'string' ? value : isCut ? `${String(value.v)}…` : showCaptured(value);
  return text.length > 1_000 ? `${text.slice(0, 999)}…` : text;
}
