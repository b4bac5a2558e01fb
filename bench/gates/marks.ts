import { readFileSync } from 'node:fs';

/** The line of a program that ends with `// @mark`. */
export function lineOf(file: string, mark: string): number {
  const at = readFileSync(file, 'utf8')
    .split('\n')
    .findIndex(line => line.endsWith(`// @${mark}`));
  if (at === -1) throw new Error(`${file} has no @${mark}.`);
  return at + 1;
}
