type AnyFunction = (this: unknown, ...args: never[]) => unknown;

/**
 * Puts a function of ours in a native one's place. Name, length, further properties and the property's flags stay as they
 * were. A native that can be called with `new` needs a `function`, another a method. Where the property cannot be replaced (frozen, gone), nothing happens.
 */
export function replaceMethod(owner: object, name: string, make: (native: AnyFunction) => AnyFunction): void {
  const found = Object.getOwnPropertyDescriptor(owner, name);
  if (typeof found?.value !== 'function' || found.configurable !== true) return;
  const native = found.value as AnyFunction;
  Object.defineProperty(owner, name, { ...found, value: likeNative(make(native), native) });
}

/**
 * Runs `before` ahead of each call of a method without a frame of ours on the stack while the method runs: a proxy asks
 * its handler for the `apply` trap first, finds a getter, and on `undefined` goes on to the function itself. The price:
 * `before` sees neither `this` nor arguments.
 */
export function runBefore<F extends object>(native: F, before: () => void): F {
  const handler = Object.create(null, { apply: { get: () => void before() } });
  return new Proxy(native, handler);
}

function likeNative(ours: AnyFunction, native: AnyFunction): AnyFunction {
  for (const key of Reflect.ownKeys(native)) {
    const property = Object.getOwnPropertyDescriptor(native, key);
    if (property !== undefined) Reflect.defineProperty(ours, key, property);
  }
  return ours;
}
