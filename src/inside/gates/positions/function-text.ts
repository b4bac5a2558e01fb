import { mark, withoutGates } from '../gated/index.ts';
import type { Disguises } from './disguises.ts';

// A program may take the global away.
const { apply } = Reflect;

/** `toString` of gated functions and classes gives what the program wrote. */
export function showOriginalText(disguises: Disguises, { prototype }: FunctionConstructor): void {
  const found = Object.getOwnPropertyDescriptor(prototype, 'toString');
  if (typeof found?.value !== 'function' || found.configurable !== true) return;
  const native = found.value as () => string;
  const { includes } = String.prototype;
  const ours = {
    toString(this: unknown): string {
      const text = apply(native, disguises.under(this), []);
      return apply(includes, text, [mark]) ? withoutGates(text) : text;
    },
  }.toString;
  Object.defineProperty(prototype, 'toString', { ...found, value: disguises.wear(ours, native) });
}
