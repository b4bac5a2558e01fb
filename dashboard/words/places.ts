/** The last parts of a path: enough to know it, short enough for a line. The whole belongs in a `title`. */
export function shortPath(file: string, parts = 2): string {
  return file
    .replace(/^file:\/\//, '')
    .split(/[\\/]/)
    .filter(part => part !== '')
    .slice(-parts)
    .join('/');
}

/** `src/shop.ts:42`. */
export function sayPlace(file: string, line: number | undefined, parts = 2): string {
  return line === undefined || line === 0 ? shortPath(file, parts) : `${shortPath(file, parts)}:${line}`;
}
