import type { EventEmitter } from 'node:events';
import type { Flow, Runtime } from '../core/index.ts';

interface Suspect {
  readonly type: string | symbol;
  readonly flow: Flow;
  readonly confirm: () => void;
  readonly until: number;
}

const maxSuspects = 32;
const keptForMs = 30_000;

/**
 * Put on an emitter on which a listener ran in another flow: does the flow that registered it emit the same event later?
 * Then that was its own answer, and the one before was not. While it is there, `emit` is an own, hidden property.
 */
export class EmitWatch {
  readonly #runtime: Runtime;
  readonly #emitter: WeakRef<EventEmitter>;
  #suspects: Suspect[] = [];
  #isOn = false;

  constructor(rt: Runtime, emitter: EventEmitter) {
    this.#runtime = rt;
    this.#emitter = new WeakRef(emitter);
  }

  add(type: string | symbol, flow: Flow, confirm: () => void): void {
    if (this.#suspects.length >= maxSuspects) this.#suspects.shift();
    this.#suspects.push({ type, flow, confirm, until: this.#runtime.worked() + keptForMs });
    const emitter = this.#emitter.deref();
    if (this.#isOn || emitter === undefined || Object.hasOwn(emitter, 'emit') || !Object.isExtensible(emitter)) return;
    this.#isOn = true;
    const emit = emitter.emit;
    const traps = Object.create(null, { apply: { get: () => this.#runtime.guard('emit watch', () => this.#trap()) } });
    Object.defineProperty(emitter, 'emit', {
      value: new Proxy(emit, traps),
      configurable: true,
      writable: true,
      enumerable: false,
    });
  }

  /** Nothing, so that the call goes on without us, unless a suspect's own flow emits. */
  #trap(): ((target: () => unknown, self: unknown, args: unknown[]) => unknown) | undefined {
    const now = this.#runtime.worked();
    this.#suspects = this.#suspects.filter(one => one.until > now);
    if (this.#suspects.length === 0) {
      this.#takeOff();
      return undefined;
    }
    const flow = this.#runtime.flow();
    if (!this.#suspects.some(one => flow === one.flow || flow.descendsFrom(one.flow))) return undefined;
    return (target, self, args) => {
      this.#runtime.guard('emit watch', () => this.#confirm(args[0], flow));
      return Reflect.apply(target, self, args);
    };
  }

  #confirm(type: unknown, flow: Flow): void {
    const mine = this.#suspects.filter(one => one.type === type && (flow === one.flow || flow.descendsFrom(one.flow)));
    this.#suspects = this.#suspects.filter(one => !mine.includes(one));
    for (const one of mine) one.confirm();
    if (this.#suspects.length === 0) this.#takeOff();
  }

  #takeOff(): void {
    const emitter = this.#emitter.deref();
    if (emitter !== undefined && this.#isOn) Reflect.deleteProperty(emitter, 'emit');
    this.#isOn = false;
  }
}
