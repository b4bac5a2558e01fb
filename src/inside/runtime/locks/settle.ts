/** Calls `done` once when what a function gave back has settled; at once when it is no promise. The result is passed on as it is. */
export function whenSettled<R>(result: R, done: () => void): R {
  if (result instanceof Promise) {
    // Only where the caller handles this very promise too: a second reaction then hides no rejection.
    Promise.prototype.then.call(result, done, done);
    return result;
  }
  if (!isThenable(result)) {
    done();
    return result;
  }
  // A lazy one (a query builder) starts with each `then`: ours must not be one more.
  const { then } = result;
  const passed: PromiseLike<unknown> = {
    // biome-ignore lint/suspicious/noThenProperty: it stands for the thenable it wraps
    then(onValue, onError) {
      return Reflect.apply(then, result, [seen(onValue, done), seen(onError, done)]);
    },
  };
  return passed as R;
}

function seen<A, B>(
  next: ((value: A) => B) | null | undefined,
  done: () => void,
): ((value: A) => B) | null | undefined {
  if (typeof next !== 'function') return next;
  return value => {
    done();
    return next(value);
  };
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    (typeof value === 'object' || typeof value === 'function') &&
    value !== null &&
    typeof (value as { then?: unknown }).then === 'function'
  );
}
