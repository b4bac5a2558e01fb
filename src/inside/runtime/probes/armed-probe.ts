import type { EventKind, ProbeSpec, ProbeTrouble } from '../../../wire/protocol/index.ts';
import { toldText } from '../capture/index.ts';
import type { Flow, Runtime } from '../core/index.ts';
import { callWithoutSideEffects, compileExpression, whyNoExpression } from './expressions.ts';
import type { TargetSession } from './flow-sessions.ts';

/** Per second, unless the probe says otherwise: what a busy line may cost the program. */
const defaultPerSecond = {
  snap: 200,
  log: 5_000,
  hold: Number.POSITIVE_INFINITY,
  stop: Number.POSITIVE_INFINITY,
} as const;

export type Pass = 'yes' | 'no' | 'limited';

/** A probe in one thread, with its counts. */
export class ArmedProbe {
  readonly spec: ProbeSpec;
  readonly session: TargetSession;
  /** Its condition is no expression, so that it would never hold. */
  readonly whyUnreadable: string | undefined;
  /** Times that it did what it is for. */
  hits = 0;
  /** It acts no more, and stays for what it holds. */
  isRetired = false;
  /** Times that its condition held. */
  #met = 0;
  /** Times that it was left out for its rate. */
  limited = 0;
  /** Its condition or text could not be evaluated. */
  trouble: ProbeTrouble | undefined;
  #tellTroubleAt = 1;
  #secondStart = 0;
  #thisSecond = 0;
  readonly #compiled = new Map<string, (...values: unknown[]) => unknown>();

  constructor(spec: ProbeSpec, session: TargetSession) {
    this.spec = spec;
    this.session = session;
    const why = spec.condition === undefined ? undefined : whyNoExpression(spec.condition);
    this.whyUnreadable = why === undefined ? undefined : `Its condition cannot be read: ${why}.`;
  }

  tell(rt: Runtime, kind: EventKind, flow: Flow | undefined, data: Record<string, unknown>): void {
    if (this.session.hear === undefined) rt.tell(kind, flow, this.spec.session, data);
    else this.session.hear(kind, data);
  }

  /** False: whoever comes, it does nothing. */
  get mayAct(): boolean {
    return !this.isRetired && (this.spec.maxHits === undefined || this.hits < this.spec.maxHits);
  }

  /** Whether it is to act here and now. `values` are those of `names`. */
  passes(names: readonly string[], values: () => readonly unknown[], nowMs: number): Pass {
    const { condition, fromHit = 1, everyHits = 1 } = this.spec;
    if (!this.mayAct) return 'no';
    if (condition !== undefined && !this.#holds(condition, names, values())) return 'no';
    const met = ++this.#met;
    if (met < fromHit || (met - fromHit) % everyHits !== 0) return 'no';
    if (!this.#mayNow(nowMs)) {
      this.limited++;
      return 'limited';
    }
    this.hits++;
    return 'yes';
  }

  /** A log's text with its {expressions} evaluated. */
  text(
    names: readonly string[],
    values: readonly unknown[],
    show: (value: unknown, expression: string) => string,
  ): string {
    let why: string | undefined;
    const text = (this.spec.text ?? '').replace(/\{([^{}]+)\}/g, (_all, expression: string) => {
      try {
        return show(this.#evaluate(expression, names, values), expression);
      } catch (error) {
        why ??= messageOf(error);
        return `{${messageOf(error)}}`;
      }
    });
    if (why !== undefined) this.#failed(why);
    return toldText(text);
  }

  /** Whether its trouble is news: the first time, and each time that it has doubled. Then it is none until it has again. */
  takeTroubleNews(): boolean {
    const times = this.trouble?.times ?? 0;
    if (times < this.#tellTroubleAt) return false;
    this.#tellTroubleAt = 2 * times;
    return true;
  }

  #holds(condition: string, names: readonly string[], values: readonly unknown[]): boolean {
    try {
      return Boolean(this.#evaluate(condition, names, values));
    } catch (error) {
      this.#failed(messageOf(error));
      return false;
    }
  }

  #failed(why: string): void {
    this.trouble = { why, times: (this.trouble?.times ?? 0) + 1 };
  }

  #evaluate(expression: string, names: readonly string[], values: readonly unknown[]): unknown {
    const key = `${names.join()} ${expression}`;
    let compiled = this.#compiled.get(key);
    if (compiled === undefined) {
      compiled = compileExpression(expression, names);
      this.#compiled.set(key, compiled);
    }
    const call = compiled;
    return this.spec.allowSideEffects === true ? call(...values) : callWithoutSideEffects(() => call(...values));
  }

  #mayNow(nowMs: number): boolean {
    if (nowMs - this.#secondStart >= 1_000) {
      this.#secondStart = nowMs;
      this.#thisSecond = 0;
    }
    return ++this.#thisSecond <= (this.spec.maxPerSecond ?? defaultPerSecond[this.spec.kind]);
  }
}

/** What the program throws may be anything. */
function messageOf(error: unknown): string {
  const message = (error as { message?: unknown } | null | undefined)?.message;
  return typeof message === 'string' ? toldText(message) : 'it threw what is no error';
}
