import type { BoundPlace, ProbeEvent } from '../../../wire/protocol/index.ts';
import { type Flow, type Moment, type Runtime, Trace } from '../core/index.ts';
import type { Actions } from './actions.ts';
import type { ArmedProbe } from './armed-probe.ts';
import { type MomentName, MomentVisit } from './moment-visit.ts';
import type { Steps } from './steps.ts';
import type { Throws } from './throws.ts';

/** Probes at places of a kind: what happens there comes from the runtime itself, or from V8's debugger. */
export class Moments {
  readonly #rt: Runtime;
  readonly #actions: Actions;
  readonly #steps: Steps;
  readonly #throws: Throws;
  #probes: readonly ArmedProbe[] = [];

  constructor(rt: Runtime, actions: Actions, steps: Steps, throws: Throws) {
    this.#rt = rt;
    this.#actions = actions;
    this.#steps = steps;
    this.#throws = throws;
    throws.meant = (error, uncaught) => this.#ofThrow(error, uncaught).some(probe => concerns(probe, rt.flow()));
    throws.visit = (error, uncaught, names, self) => {
      const probes = this.#ofThrow(error, uncaught);
      this.#meet(probes, rt.flow(), [{ name: 'error', read: () => error }, ...names], self, () => say(error));
    };
  }

  follow(probes: readonly ArmedProbe[]): void {
    this.#probes = probes;
    const on = (one: ProbeEvent['on']) => probes.some(probe => eventOf(probe).on === one);
    this.#throws.want(on('throw') ? 'all' : on('uncaught') ? 'uncaught' : 'none');
    const inThread = on('abort') || on('scope-cancel') || on('finding');
    this.#rt.onMoment = inThread ? moment => this.#happened(moment) : undefined;
  }

  #happened({ on, kind, flow = this.#rt.flow(), subject }: Moment): void {
    const probes = this.#probes.filter(probe => {
      const event = eventOf(probe);
      return event.on === on && (event.on !== 'finding' || event.kind === kind);
    });
    if (probes.length === 0) return;
    const names = Object.entries(subject).map(([name, value]) => ({ name, read: () => value }));
    this.#meet(probes, flow, names, undefined, () => kind ?? on);
  }

  #meet(
    probes: readonly ArmedProbe[],
    flow: Flow,
    names: readonly MomentName[],
    self: unknown,
    what: () => string,
  ): void {
    const visit = new MomentVisit(flow, placeHere(), names, self);
    const holder = this.#actions.meet(probes, visit);
    if (holder === undefined) return;
    if (holder.spec.kind === 'stop') this.#actions.stop(holder, visit);
    else this.#steps.startIn(flow, holder, `${what()} at ${visit.place.file}:${visit.place.line}`);
  }

  #ofThrow(error: unknown, uncaught: boolean): readonly ArmedProbe[] {
    return this.#probes.filter(probe => {
      const event = eventOf(probe);
      const isMeant = event.on === 'throw' || (event.on === 'uncaught' && uncaught);
      return isMeant && (event.name === undefined || nameOf(error) === event.name);
    });
  }
}

function eventOf(probe: ArmedProbe): ProbeEvent {
  return probe.spec.place as ProbeEvent;
}

function concerns({ session }: ArmedProbe, flow: Flow): boolean {
  return session.everyFlow || flow.sessions?.has(session) === true;
}

function placeHere(): BoundPlace {
  const frame = new Trace(placeHere).own;
  return {
    file: frame?.file ?? '',
    line: frame?.line ?? 0,
    column: frame?.column ?? 0,
    function: frame?.function ?? '',
  };
}

// The program's own getters may throw, or do anything.
function nameOf(error: unknown): string | undefined {
  try {
    return typeof error === 'object' && error !== null ? String((error as { name?: unknown }).name) : typeof error;
  } catch {
    return undefined;
  }
}

function say(error: unknown): string {
  try {
    return String(error).slice(0, 200);
  } catch {
    return 'an error';
  }
}
