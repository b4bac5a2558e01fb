import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Origin } from '../gates/load/index.ts';
import { mapAddress, UserMap } from '../runtime/core/index.ts';

/** What a file was made of, by its source map: who wrote it is asked of each source, and not of the file. */
export function originOf(path: string, text: string, selected: (path: string) => boolean): Origin | undefined {
  const address = mapAddress(text);
  if (address === undefined) return selected(path) ? undefined : { stamp: '', leaves: () => 'all' };
  return {
    stamp: address.startsWith('data:') ? '' : stampOf(resolve(dirname(path), address)),
    leaves: () => {
      const map = UserMap.in(text, path);
      const files = map?.files ?? [];
      if (map === undefined || files.length === 0) return selected(path) ? undefined : 'all';
      const wanted = files.filter(selected);
      if (wanted.length === 0) return 'all';
      if (wanted.length === map.sourceCount) return undefined;
      return (line, column) => {
        const place = map.placeOnLine(line, column);
        return place === undefined ? undefined : !selected(place.file);
      };
    },
  };
}

function stampOf(map: string): string {
  try {
    const { size, mtimeMs } = statSync(map);
    return `${size} ${mtimeMs}`;
  } catch {
    return '';
  }
}
