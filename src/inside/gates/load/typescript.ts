import * as nodeModule from 'node:module';

type Strip = (source: string, options: { mode: 'strip' }) => string;

/**
 * Types taken away as Node itself does it, with every position kept; undefined where Node would not do it by itself, or
 * not with this file: then Node goes on with the file as it is, and says what it always says.
 */
export function tryStripTypes(source: string): string | undefined {
  const strip = (nodeModule as unknown as { stripTypeScriptTypes?: Strip }).stripTypeScriptTypes;
  const features = process.features as { typescript?: string | false };
  // Before 22.18 Node warns when a file is stripped: left to it.
  if (strip === undefined || features.typescript !== 'strip' || isBefore(22, 18)) return undefined;
  const own = Object.getOwnPropertyDescriptor(process, 'emitWarning');
  try {
    // The function warns that it is experimental; Node's own loading of the file does not.
    Object.defineProperty(process, 'emitWarning', { value: () => {}, configurable: true, writable: true });
    return strip(source, { mode: 'strip' });
  } catch {
    return undefined;
  } finally {
    if (own === undefined) Reflect.deleteProperty(process, 'emitWarning');
    else Object.defineProperty(process, 'emitWarning', own);
  }
}

function isBefore(major: number, minor: number): boolean {
  const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number) as [number, number];
  return ownMajor < major || (ownMajor === major && ownMinor < minor);
}
