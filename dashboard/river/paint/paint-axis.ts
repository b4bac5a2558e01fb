import { axisHeight, type Scene } from './scene.ts';
import { firstTick, tickLabel, tickStep } from './ticks.ts';

const leastTickPx = 96;
/** The first that there is room for. */
const unknownTexts = ['before this page was opened: not all is known', 'not all is known', 'unknown'];

/** Lines through all lanes, below everything. */
export function paintGrid({ context, river: { window }, palette, width, height }: Scene): void {
  const step = tickStep(window.msPerPx, leastTickPx);
  context.fillStyle = palette.rule;
  for (let time = firstTick(window.from, step); time < window.to; time += step) {
    const x = window.xOf(time);
    if (x < width) context.fillRect(Math.round(x), axisHeight, 1, height);
  }
}

export function paintAxis(scene: Scene): void {
  const { context, river, palette, width } = scene;
  const { window } = river;
  const step = tickStep(window.msPerPx, leastTickPx);
  context.fillStyle = palette.band;
  context.fillRect(0, 0, width, axisHeight);
  context.fillStyle = palette.rule;
  context.fillRect(0, axisHeight - 1, width, 1);
  context.font = `12px ${palette.sans}`;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  for (let time = firstTick(window.from, step); time < window.to; time += step) {
    const x = Math.round(window.xOf(time));
    context.fillStyle = palette.edge;
    context.fillRect(x, axisHeight - 7, 1, 7);
    context.fillStyle = palette.quiet;
    context.fillText(tickLabel(time, step), x + 5, axisHeight / 2);
  }
}

/** Of what is left of it not all was told to this page. */
export function paintUnknown({ context, river, palette, width: whole, height }: Scene): void {
  const x = river.window.xOf(river.knownFrom);
  // Before a run that is over began there was nothing of it.
  if (x <= 0 || river.model.past !== undefined) return;
  context.fillStyle = palette.unknown;
  context.fillRect(0, axisHeight, x, height);
  context.fillStyle = palette.edge;
  context.fillRect(x - 1, axisHeight, 1, height);
  // Lanes that reach the bottom need its room.
  if (river.stack.contentHeight > height - axisHeight - 30) return;
  const texts = river.earlier.state.peek().isLoading ? ['reading …'] : unknownTexts;
  context.font = `12px ${palette.sans}`;
  const right = Math.min(x, whole);
  const text = texts.find(one => context.measureText(one).width <= right - 20);
  if (text === undefined) return;
  const { width } = context.measureText(text);
  context.fillStyle = palette.ground;
  context.fillRect(right - width - 16, height - 28, width + 12, 24);
  context.fillStyle = palette.quiet;
  context.textAlign = 'right';
  context.textBaseline = 'bottom';
  context.fillText(text, right - 10, height - 8);
  context.textAlign = 'left';
}

/** Where somebody was led to. */
export function paintSought({ context, river, palette, height }: Scene): void {
  if (river.sought === undefined) return;
  const x = Math.round(river.window.xOf(river.sought)) + 0.5;
  context.strokeStyle = palette.text;
  context.lineWidth = 1.5;
  context.setLineDash([5, 4]);
  context.beginPath();
  context.moveTo(x, axisHeight - 8);
  context.lineTo(x, height);
  context.stroke();
  context.setLineDash([]);
}

/** A line at the last moment that is known, or that is looked at while the picture stands. */
export function paintNow({ context, river, palette, height, now }: Scene): void {
  const x = Math.round(river.window.xOf(now));
  const isPaused = river.pausedAt.peek() !== undefined;
  context.fillStyle = isPaused ? palette.held : palette.live;
  context.fillRect(x, isPaused ? 0 : axisHeight - 7, 1, height);
  context.beginPath();
  context.moveTo(x - 5, axisHeight - 9);
  context.lineTo(x + 6, axisHeight - 9);
  context.lineTo(x + 0.5, axisHeight - 1);
  context.fill();
}

/** How far the lanes are scrolled. */
export function paintScroll({ context, river: { stack }, palette, width, height }: Scene): void {
  const room = height - axisHeight;
  if (stack.contentHeight <= room + 1) return;
  const thumb = Math.max(24, (room * room) / stack.contentHeight);
  const top = axisHeight + (stack.scroll / (stack.contentHeight - room)) * (room - thumb);
  context.globalAlpha = 0.7;
  context.fillStyle = palette.edge;
  context.fillRect(width - 6, top, 4, thumb);
  context.globalAlpha = 1;
}
