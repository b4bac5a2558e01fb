import { sayCount, sayNumber } from '../../words/index.ts';
import type { LaneGroup } from '../lanes/index.ts';
import { headingHeight } from '../state/index.ts';
import { axisHeight, offsetOf, type Scene } from './scene.ts';

/** Of each group: its name, how many there are, and whether it is folded. They stay in sight at the left. */
export function paintHeadings(scene: Scene, heldIn: ReadonlyMap<LaneGroup, number>): void {
  const { context, river, palette, width, height } = scene;
  const offset = offsetOf(scene);
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  for (const place of river.stack.places) {
    const top = offset + place.top;
    if (top > height || top + headingHeight < axisHeight) continue;
    const middle = top + headingHeight / 2;
    context.fillStyle = palette.band;
    context.fillRect(0, top, width, headingHeight);
    context.fillStyle = palette.quiet;
    chevron(context, 12, middle, place.isFolded);
    context.font = `600 13px ${palette.sans}`;
    context.fillStyle = palette.text;
    const title = fitted(context, place.group.title || '(no name)', width * 0.6);
    context.fillText(title, 24, middle);
    let x = 24 + context.measureText(title).width + 12;
    const held = heldIn.get(place.group) ?? 0;
    context.font = `12px ${palette.sans}`;
    const said: readonly (readonly [text: string, colour: string])[] = [
      [held > 0 ? `‖ ${sayNumber(held)} held` : '', palette.held],
      [place.group.live > 0 ? `${sayNumber(place.group.live)} alive` : '', palette.live],
      [place.group.failed > 0 ? `✕ ${sayNumber(place.group.failed)} failed` : '', palette.error],
      [sayCount(place.group.total, 'flow'), palette.quiet],
      [place.lanes === 0 ? 'none at this time' : '', palette.quiet],
    ];
    for (const [text, colour] of said) {
      if (text === '' || x > width - 20) continue;
      context.fillStyle = colour;
      context.fillText(text, x, middle);
      x += context.measureText(text).width + 14;
    }
  }
}

function chevron(context: CanvasRenderingContext2D, x: number, y: number, isFolded: boolean): void {
  context.beginPath();
  if (isFolded) {
    context.moveTo(x - 3, y - 5);
    context.lineTo(x + 4, y);
    context.lineTo(x - 3, y + 5);
  } else {
    context.moveTo(x - 5, y - 3);
    context.lineTo(x + 5, y - 3);
    context.lineTo(x, y + 4);
  }
  context.fill();
}

export function fitted(context: CanvasRenderingContext2D, text: string, width: number): string {
  const whole = context.measureText(text).width;
  if (whole <= width) return text;
  const letters = Math.floor((text.length * width) / whole) - 1;
  return letters < 1 ? '' : `${text.slice(0, letters)}…`;
}
