/** A frame of a stack, as findings have it: `pay (/shop/shop.ts:12:3)`. */
export interface Frame {
  readonly function: string;
  readonly file: string;
  readonly line: number;
  /** Of the program itself: no package, and nothing of Node or Python. */
  readonly isOwn: boolean;
}

/** Undefined: it has no place. */
export function frameOf(text: string): Frame | undefined {
  const match = /^(.*) \((.+?):(\d+)(?::\d+)?\)$/.exec(text);
  if (match === null) return undefined;
  const [, name = '', file = '', line = ''] = match;
  return { function: name === '<anonymous>' ? '' : name, file, line: Number(line), isOwn: isOwnFile(file) };
}

const foreign =
  /^node:|[\\/]node_modules[\\/]|[\\/]site-packages[\\/]|[\\/]dist-packages[\\/]|[\\/]lib[\\/]python\d|^<frozen/;

export function isOwnFile(file: string): boolean {
  return file !== '' && !foreign.test(file);
}

/** Frames in the order of the stack, those of packages together where they follow each other. */
export function foldFrames(stack: readonly string[]): (Frame | { readonly folded: readonly string[] })[] {
  const rows: (Frame | { folded: string[] })[] = [];
  for (const text of stack) {
    const frame = frameOf(text);
    const last = rows.at(-1);
    if (frame?.isOwn === true) rows.push(frame);
    else if (last !== undefined && 'folded' in last) last.folded.push(text);
    else rows.push({ folded: [text] });
  }
  return rows;
}
