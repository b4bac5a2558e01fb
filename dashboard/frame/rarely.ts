import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';

/** Its value, at most so often: what changes with each message need not be drawn with each. */
export function useRarely<T>(signal: ReadonlySignal<T>, everyMs: number): T {
  const [value, setValue] = useState(signal.peek());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let shownAt = Number.NEGATIVE_INFINITY;
    const show = () => {
      timer = undefined;
      shownAt = performance.now();
      setValue(() => signal.peek());
    };
    const stop = signal.subscribe(() => {
      timer ??= setTimeout(show, Math.max(0, shownAt + everyMs - performance.now()));
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [signal, everyMs]);
  return value;
}

/** The time now, drawn again so often. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
