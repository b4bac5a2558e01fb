import { isAbsolute, relative } from 'node:path';
import type { PlaceText, PlaceWords } from './answer.ts';
import type { Observation, Spot } from './observation.ts';
import { told } from './quoted.ts';

interface Particulars {
  readonly flow?: string;
  readonly flowName?: string;
  readonly forMs?: number | undefined;
}

/** A place with the line that stands there. A file that is not on disk is but a name that the program made. */
export function placeWords(
  role: string,
  spot: Spot,
  { cwd, source }: Pick<Observation, 'cwd' | 'source'>,
  { flow, flowName, forMs }: Particulars = {},
): PlaceWords {
  const isThere = source.has(spot.file) && told(spot.file, spot.file.length) === spot.file;
  const line = isThere ? source.line(spot.file, spot.line) : undefined;
  const text: PlaceText = {
    ...(isThere ? {} : { file: told(spot.file) }),
    ...(spot.function === '' ? {} : { function: told(spot.function, 80) }),
    ...(line === undefined || line.trim() === '' ? {} : { source: told(line, 160) }),
    ...(flowName === undefined || flowName === '' ? {} : { flowName: told(flowName, 80) }),
  };
  return {
    role,
    ...(isThere ? { file: near(spot.file, cwd) } : {}),
    line: spot.line,
    ...(flow === undefined ? {} : { flow: told(flow, 40) }),
    ...(forMs === undefined ? {} : { forMs: Math.round(forMs) }),
    ...(Object.keys(text).length === 0 ? {} : { fromProgram: text }),
  };
}

function near(file: string, cwd: string): string {
  const path = relative(cwd, file);
  return path === '' || path.startsWith('..') || isAbsolute(path) ? file : path;
}
