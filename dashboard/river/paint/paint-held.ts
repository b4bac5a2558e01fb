import type { LaneGroup } from '../lanes/index.ts';
import { boxOf, isOnCanvas } from './flow-boxes.ts';
import { axisHeight, type Scene } from './scene.ts';

/** More of them in sight are no picture any more. */
const maxWereHeld = 300;

/** What stands still: above all else, over the whole of its lane. */
export function paintHeld(scene: Scene, barHeight: number): void {
  const { context, river, palette, now } = scene;
  for (const { flow, since } of river.model.holds.peek()) {
    if (flow === undefined || since > now) continue;
    const number = river.model.flows.numberOf(flow);
    const box = boxOf(scene, number);
    if (box === undefined || !isOnCanvas(scene, box)) continue;
    const height = box.isFolded ? 12 : Math.max(barHeight, 5);
    const x = Math.max(-4, river.window.xOf(since));
    const right = Math.max(x + 8, river.window.xOf(now));
    context.globalAlpha = 0.14;
    context.fillStyle = palette.held;
    context.fillRect(0, box.top - 1, scene.width, height + 2);
    context.globalAlpha = 1;
    context.fillRect(x, box.top, right - x, height);
    context.strokeStyle = palette.held;
    context.lineWidth = 2;
    context.strokeRect(x - 2, box.top - 2, right - x + 4, height + 4);
    if (height >= 9) pauseMark(scene, right - 12, box.top, height);
    if (box.height >= 13 && right - x > 60)
      say(scene, `held ${river.model.flows.nameOf(number!)}`, x, right, box.top + height / 2);
  }
}

/** What stood still and went on: that it lasted so long was nobody's fault. */
export function paintWereHeld(scene: Scene, barHeight: number): void {
  const { context, river, palette, now } = scene;
  const { window, model } = river;
  let left = maxWereHeld;
  for (const { flow, from, to } of river.held.all()) {
    if (from > Math.min(now, window.to) || to < window.from) continue;
    const number = model.flows.numberOf(flow);
    // What is held still is drawn above all else.
    if (number === undefined || (Number.isNaN(to) && model.flows.isAlive(number))) continue;
    const box = boxOf(scene, number);
    if (box === undefined || box.isFolded || !isOnCanvas(scene, box)) continue;
    if (left-- === 0) return;
    const end = Number.isNaN(to) ? model.flows.columns.ends[number]! : to;
    const x = Math.max(-4, window.xOf(from));
    const right = Math.min(scene.width + 4, Math.max(x + 2, window.xOf(Math.min(now, end))));
    context.globalAlpha = 0.6;
    context.fillStyle = palette.held;
    context.fillRect(x, box.top, right - x, barHeight);
    context.globalAlpha = 1;
    if (barHeight >= 9 && right - x >= 24) pauseMark(scene, right - 12, box.top, barHeight);
  }
}

/** How many are held in each group: its heading says it. */
export function countHeld({ river }: Scene, heldIn: Map<LaneGroup, number>): void {
  heldIn.clear();
  for (const { flow } of river.model.holds.peek()) {
    const number = flow === undefined ? undefined : river.model.flows.numberOf(flow);
    const group = number === undefined ? undefined : river.lanes.groups[river.lanes.groupOf(number)];
    if (group !== undefined) heldIn.set(group, (heldIn.get(group) ?? 0) + 1);
  }
}

function pauseMark({ context, palette }: Scene, x: number, top: number, height: number): void {
  context.fillStyle = palette.onMark;
  const bar = Math.min(9, height - 4);
  context.fillRect(x, top + (height - bar) / 2, 3, bar);
  context.fillRect(x + 5, top + (height - bar) / 2, 3, bar);
}

function say({ context, palette }: Scene, text: string, x: number, right: number, middle: number): void {
  if (middle < axisHeight) return;
  context.font = `600 11px ${palette.sans}`;
  context.fillStyle = palette.onMark;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  const left = Math.max(0, x) + 5;
  const letters = Math.floor((right - left - 16) / 6.8);
  if (letters >= 4)
    context.fillText(text.length > letters ? `${text.slice(0, letters - 1)}…` : text, left, middle + 0.5);
}
