import * as nodeModule from 'node:module';
import { sep } from 'node:path';

type Strip = (
  source: string,
  options: { mode: 'strip' } | { mode: 'transform'; sourceMap: true; sourceUrl: string },
) => string;

let isTold = false;

/**
 * JavaScript as Node itself makes it of TypeScript: types taken away, with every position kept, or transformed, with a map.
 * Undefined where Node would not do it by itself, or not with this file: then Node goes on with the file as it is, and says what it
 * always says.
 */
export function tryStripTypes(source: string, path: string): string | undefined {
  const strip = (nodeModule as unknown as { stripTypeScriptTypes?: Strip }).stripTypeScriptTypes;
  const { typescript } = process.features as { typescript?: string | false };
  if (strip === undefined || path.includes(`${sep}node_modules${sep}`)) return undefined;
  // Before 22.18 Node warns when a file is stripped: left to it.
  if ((typescript !== 'strip' && typescript !== 'transform') || isBefore(22, 18)) return undefined;
  // Without maps, lines of what was transformed are nobody's.
  if (typescript === 'transform' && process.sourceMapsEnabled !== true) return undefined;
  const own = Object.getOwnPropertyDescriptor(process, 'emitWarning');
  let made: string | undefined;
  try {
    // The function warns that it is experimental; Node's own loading of the file does not.
    Object.defineProperty(process, 'emitWarning', { value: () => {}, configurable: true, writable: true });
    made =
      typescript === 'strip'
        ? strip(source, { mode: 'strip' })
        : strip(source, { mode: 'transform', sourceMap: true, sourceUrl: path });
  } catch {
    return undefined;
  } finally {
    if (own === undefined) Reflect.deleteProperty(process, 'emitWarning');
    else Object.defineProperty(process, 'emitWarning', own);
  }
  if (typescript === 'transform') tellAsNodeDoes();
  return made;
}

/** What Node says with the first file that it transforms itself. */
function tellAsNodeDoes(): void {
  if (isTold) return;
  isTold = true;
  process.emitWarning('Transform Types is an experimental feature and might change at any time', 'ExperimentalWarning');
}

function isBefore(major: number, minor: number): boolean {
  const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number) as [number, number];
  return ownMajor < major || (ownMajor === major && ownMinor < minor);
}
