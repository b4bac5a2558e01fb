import { isAbsolute, relative } from 'node:path';
import type { Site } from '../../../wire/protocol/index.ts';

/** `src/a.ts:12 (open)`: relative where the file is below the current folder, absolute elsewhere. */
export function place(site: Pick<Site, 'file' | 'line' | 'function'>, cwd: string): string {
  const near = isAbsolute(site.file) ? relative(cwd, site.file) : site.file;
  const file = near.startsWith('..') || near === '' ? site.file : near;
  return `${oneLine(file)}:${site.line}${site.function ? ` (${oneLine(site.function)})` : ''}`;
}

/** Names come from the program: no newline or terminal code in them gets to people's screens. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}
