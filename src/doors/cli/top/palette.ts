import { type Paint, paintFor } from '../words/index.ts';

/** Colours and marks of a whole screen. */
export interface Palette extends Paint {
  /** The row that is chosen. Without colours it is told by its mark alone. */
  chosen(line: string): string;
}

export function paletteFor(colours: boolean): Palette {
  // What is painted inside would end the marking.
  const chosen = (line: string) => `\u001b[7m${line.replaceAll('\u001b[0m', '\u001b[0;7m')}\u001b[0m`;
  return { ...paintFor(colours), chosen: colours ? chosen : line => line };
}
