import { isAbsolute, relative } from 'node:path';
import type { Site } from '../../../wire/protocol/index.ts';

/** `src/a.ts:12 (open)`: relative where the file is below the current folder, absolute elsewhere. */
export function place(site: Pick<Site, 'file' | 'line' | 'function'>, cwd: string): string {
  return `${oneLine(nearFile(site.file, cwd))}:${site.line}${site.function ? ` (${oneLine(site.function)})` : ''}`;
}

function nearFile(file: string, cwd: string): string {
  if (!isAbsolute(file)) return file;
  // Of ten thousand flows most are below it.
  if (file.startsWith(`${cwd}/`) && !file.includes('/.')) return file.slice(cwd.length + 1);
  const near = relative(cwd, file);
  return near.startsWith('..') || near === '' ? file : near;
}

/** Names come from the program: no newline or terminal code in them gets to people's screens. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}
