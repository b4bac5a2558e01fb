// A program may take the global away, or put its own in its place.
const NativeError = Error;

type AnyFunction = (...args: never[]) => unknown;

/**
 * What the scripts of the frames below a function call themselves, the innermost first. None while the text of a stack is being
 * made. Frames of ours are left out.
 */
export function scriptsBelow(above: AnyFunction, most: number): readonly (string | undefined)[] {
  const { prepareStackTrace, stackTraceLimit } = NativeError;
  const holder: { stack?: unknown } = {};
  try {
    NativeError.stackTraceLimit = most;
    NativeError.captureStackTrace(holder, above);
    NativeError.prepareStackTrace = (_error, sites) => sites.map(one => one.getScriptNameOrSourceURL?.());
    const names = holder.stack;
    return Array.isArray(names) ? names : [];
  } catch {
    return [];
  } finally {
    Object.assign(NativeError, { prepareStackTrace, stackTraceLimit });
  }
}
