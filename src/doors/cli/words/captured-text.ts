import { showCaptured } from '../../../wire/protocol/index.ts';
import { oneLine } from './place.ts';
import { cut } from './table.ts';

const maxLength = 400;

/** A captured value in one line. */
export function capturedText(value: unknown): string {
  return cut(oneLine(showCaptured(value)), maxLength);
}
