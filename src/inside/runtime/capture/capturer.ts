import type { Clock } from '../../../base/index.ts';
import type { CaptureLimits } from './capture-limits.ts';
import type { Captured, CapturedNode, Cut } from './captured.ts';
import {
  enumerableKeys,
  exceptionMessage,
  getOwnPropertyDescriptor,
  mapEntries,
  nextEntry,
  nextValue,
  putField,
  setValues,
  stackText,
} from './intrinsics.ts';
import { primitive } from './primitive.ts';
import { shellOf } from './shell.ts';

interface Waiting {
  readonly value: object;
  readonly node: CapturedNode;
  readonly depth: number;
}

/**
 * One capture. Breadth first: each object gets its node when it is met and its contents later, so that the budget goes to what is
 * near, and all locals get their share.
 */
export class Capturer {
  readonly #limits: CaptureLimits;
  readonly #clock: Clock;
  readonly #seen = new Map<object, CapturedNode>();
  readonly #waiting: Waiting[] = [];
  /** Objects, values of any kind, and characters that may still be taken. */
  #left: number;
  #values: number;
  #characters: number;
  #lastId = 0;

  constructor(limits: CaptureLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
    this.#left = limits.nodes;
    this.#values = limits.nodes * 10;
    this.#characters = limits.nodes * 200;
  }

  captureAll(names: readonly string[], values: readonly unknown[]): Record<string, Captured> {
    const out: Record<string, Captured> = {};
    for (let at = 0; at < names.length; at++)
      putField(out, names[at] as string, this.#keyed(names[at] as string, values[at], 0));
    const clock = this.#clock;
    const until = clock.monotonic() + this.#limits.timeMs;
    // The list grows while we walk it.
    for (let at = 0; at < this.#waiting.length; at++) {
      const one = this.#waiting[at] as Waiting;
      const cut: Cut | undefined = this.#isSpent ? 'budget' : clock.monotonic() > until ? 'time' : undefined;
      if (cut !== undefined) {
        one.node.cut = cut;
        continue;
      }
      try {
        this.#fill(one);
      } catch {
        one.node.cut ??= 'size';
      }
    }
    return out;
  }

  get #isSpent(): boolean {
    return this.#left <= 0 || this.#values <= 0;
  }

  #fill({ value, node, depth }: Waiting): void {
    if (node.t === 'array') this.#array(value as unknown[], node, depth);
    else if (node.t === 'map') this.#map(value, node, depth);
    else if (node.t === 'set') this.#set(value, node, depth);
    else this.#fields(value, node, depth);
  }

  #fields(value: object, node: CapturedNode, depth: number): void {
    const fields: Record<string, Captured> = {};
    node.v = fields;
    if (node.t === 'error') this.#errorFields(value, fields, depth);
    const keys = enumerableKeys(value);
    const count = Math.min(keys.length, this.#limits.fields);
    for (let at = 0; at < count; at++) {
      if (this.#isSpent) {
        node.cut = 'budget';
        return;
      }
      const key = keys[at] as string;
      putField(fields, this.#keyText(key), this.#property(value, key, depth, key));
    }
    if (keys.length > count) {
      node.cut = 'size';
      node.length = keys.length;
    }
  }

  #errorFields(value: object, fields: Record<string, Captured>, depth: number): void {
    const message = getOwnPropertyDescriptor(value, 'message')?.value ?? exceptionMessage(value);
    if (typeof message === 'string') fields.message = this.#text(message, this.#limits.string);
    const stack = stackText(value);
    if (stack !== undefined) fields.stack = this.#text(stack, this.#limits.stack);
    this.#hiddenField(value, 'cause', fields, depth);
    this.#hiddenField(value, 'errors', fields, depth);
  }

  #hiddenField(value: object, key: string, fields: Record<string, Captured>, depth: number): void {
    const own = getOwnPropertyDescriptor(value, key);
    if (own !== undefined && own.enumerable !== true) fields[key] = this.#property(value, key, depth);
  }

  #array(value: unknown[], node: CapturedNode, depth: number): void {
    const items: Captured[] = [];
    node.v = items;
    const length = node.length ?? 0;
    const count = Math.min(length, this.#limits.collection);
    for (let at = 0; at < count; at++) {
      if (this.#isSpent) {
        node.cut = 'budget';
        return;
      }
      // Names and values in turns: a request's raw headers, an entry; or a flag and its value.
      const before = at === 0 ? undefined : getOwnPropertyDescriptor(value, at - 1)?.value;
      const name = typeof before === 'string' && (at % 2 === 1 || before[0] === '-') ? before : undefined;
      items[at] = this.#property(value, String(at), depth, name);
    }
    if (length > count) node.cut = 'size';
  }

  #map(value: object, node: CapturedNode, depth: number): void {
    const entries: [Captured, Captured][] = [];
    node.v = entries;
    const iterator = mapEntries(value);
    for (let step = nextEntry(iterator); step.done !== true; step = nextEntry(iterator)) {
      if (entries.length >= this.#limits.collection || this.#isSpent) {
        node.cut = this.#isSpent ? 'budget' : 'size';
        return;
      }
      const key = step.value[0];
      const item = step.value[1];
      const shown = typeof key === 'string' ? this.#keyed(key, item, depth + 1) : this.#value(item, depth + 1);
      entries[entries.length] = [this.#value(key, depth + 1), shown];
    }
  }

  #set(value: object, node: CapturedNode, depth: number): void {
    const items: Captured[] = [];
    node.v = items;
    const iterator = setValues(value);
    for (let step = nextValue(iterator); step.done !== true; step = nextValue(iterator)) {
      if (items.length >= this.#limits.collection || this.#isSpent) {
        node.cut = this.#isSpent ? 'budget' : 'size';
        return;
      }
      items[items.length] = this.#value(step.value, depth + 1);
    }
  }

  #property(owner: object, key: string, depth: number, name?: string): Captured {
    let own: PropertyDescriptor | undefined;
    try {
      own = getOwnPropertyDescriptor(owner, key);
    } catch {
      return { t: 'unreadable' };
    }
    if (own === undefined) return { t: 'hole' };
    if (!('value' in own)) return { t: 'getter' };
    return name === undefined ? this.#value(own.value, depth + 1) : this.#keyed(name, own.value, depth + 1);
  }

  #keyed(key: string, value: unknown, depth: number): Captured {
    if (this.#limits.redaction.hidesKey(key, value)) return { t: 'redacted', why: 'key' };
    return this.#value(value, depth);
  }

  #value(value: unknown, depth: number): Captured {
    this.#values--;
    if (typeof value === 'string') return this.#text(value, this.#limits.string);
    if ((typeof value === 'object' && value !== null) || typeof value === 'function') return this.#object(value, depth);
    if ((typeof value === 'number' || typeof value === 'bigint') && this.#limits.redaction.hidesNumber(value))
      return { t: 'redacted', why: 'card' };
    return primitive(value);
  }

  #object(value: object, depth: number): Captured {
    const met = this.#seen.get(value);
    if (met !== undefined) {
      met.id ??= ++this.#lastId;
      return { t: 'ref', id: met.id };
    }
    if (this.#left <= 0) return { t: typeof value === 'function' ? 'function' : 'object', cut: 'budget' };
    this.#left--;
    const { node, has } = shellOf(value, boxed => this.#value(boxed, depth + 1));
    this.#seen.set(value, node);
    if (!has) return node;
    if (depth >= this.#limits.depth) node.cut = 'depth' satisfies Cut;
    else this.#waiting[this.#waiting.length] = { value, node, depth };
    return node;
  }

  #text(whole: string, limit: number): Captured {
    const most = Math.max(0, Math.min(limit, this.#characters));
    this.#characters -= Math.min(whole.length, most);
    // A secret that begins before the end is found whole; what lies beyond is not shown anyway.
    const text = this.#limits.redaction.hideIn(whole.length > most + 512 ? whole.slice(0, most + 512) : whole);
    if (whole.length <= most && text.length <= most + 64) return text;
    return { t: 'string', v: text.slice(0, most), length: whole.length };
  }

  #keyText(key: string): string {
    const text = this.#limits.redaction.hideIn(key.length > 200 ? key.slice(0, 200) : key);
    return text.length > 100 ? `${text.slice(0, 100)}…` : text;
  }
}
