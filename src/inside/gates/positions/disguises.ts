type AnyFunction = (...args: never[]) => unknown;

/** Functions of ours that stand in the place of native ones, and say of themselves what those say. */
export class Disguises {
  readonly #natives = new WeakMap<object, AnyFunction>();

  wear<F extends AnyFunction>(ours: F, native: AnyFunction): F {
    for (const key of Reflect.ownKeys(native)) {
      // Of functions that can be called with `new`: it is the function's own.
      if (key === 'prototype') continue;
      Reflect.defineProperty(ours, key, Object.getOwnPropertyDescriptor(native, key)!);
    }
    this.#natives.set(ours, native);
    return ours;
  }

  under(value: unknown): unknown {
    return typeof value === 'function' ? (this.#natives.get(value) ?? value) : value;
  }
}
