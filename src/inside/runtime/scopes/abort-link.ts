/** Calls `onAbort` when the signal is aborted, at once if it was before. Returns how to stop listening. */
export function linkSignal(signal: AbortSignal, onAbort: (before: boolean) => void): (() => void) | undefined {
  if (signal.aborted) {
    onAbort(true);
    return undefined;
  }
  const listener = () => onAbort(false);
  signal.addEventListener('abort', listener, { once: true });
  return () => signal.removeEventListener('abort', listener);
}
