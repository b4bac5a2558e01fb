import type { River } from '../state/index.ts';
import type { Palette } from './palette.ts';

export const axisHeight = 26;

/** What each part of a frame is drawn with. */
export interface Scene {
  readonly context: CanvasRenderingContext2D;
  readonly river: River;
  palette: Palette;
  /** CSS pixels. */
  width: number;
  height: number;
  /** Device pixels in one of them. */
  ratio: number;
  /** Epoch ms. */
  now: number;
}

/** Where the lanes' room begins on the canvas, as the groups are scrolled. */
export function offsetOf({ river }: Scene): number {
  return axisHeight - river.stack.scroll;
}
