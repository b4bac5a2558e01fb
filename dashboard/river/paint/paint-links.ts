import { type Tie, untilOf } from '../state/index.ts';
import { boxOf } from './flow-boxes.ts';
import { axisHeight, type Scene } from './scene.ts';

const leastLaneHeight = 13;
/** More lines cross each other until nothing is read. */
const maxTies = 120;
const maxChildren = 200;
/** Children are told of nearly in order. */
const lateMs = 5_000;

/** Locks, scopes, cancellations and kinship, as lines between lanes: of the flow that is chosen or pointed at, of all where few are seen. */
export class LinkPainter {
  readonly #near: Tie[] = [];

  paint(scene: Scene): void {
    const { river, width, height, context } = scene;
    const chosen = river.selected.peek();
    const pointed = river.hovered === undefined ? undefined : river.model.flows.idOf(river.hovered);
    context.save();
    context.beginPath();
    context.rect(0, axisHeight, width, height);
    context.clip();
    this.#kin(scene, pointed ?? chosen);
    this.#find(scene);
    const isNear = river.stack.laneHeight >= leastLaneHeight && this.#near.length <= maxTies;
    if (isNear || chosen !== undefined || pointed !== undefined)
      for (const tie of this.#near) {
        const isOwn = isOf(tie, chosen) || isOf(tie, pointed);
        if (isNear || isOwn) paintTie(scene, tie, isOwn);
      }
    context.restore();
  }

  #find({ river, now }: Scene): void {
    this.#near.length = 0;
    const { from, to } = river.window;
    for (const tie of river.links.ties) if (tie.from < to && tie.from <= now && !(tie.to < from)) this.#near.push(tie);
  }

  #kin(scene: Scene, chosen: string | undefined): void {
    const { river, context, palette } = scene;
    const { flows } = river.model;
    const number = chosen === undefined ? undefined : flows.numberOf(chosen);
    river.kin.follow(flows, number);
    if (number === undefined) return;
    context.strokeStyle = palette.text;
    context.lineWidth = 1.2;
    const parent = flows.parentNumberOf(number);
    if (parent !== undefined) join(scene, parent, number, flows.columns.starts[number]!);
    this.#children(scene, number);
    const box = boxOf(scene, number);
    if (box === undefined || box.isFolded) return;
    const { starts, ends } = flows.columns;
    const [x, right] = [river.window.xOf(starts[number]!), river.window.xOf(untilOf(ends[number]!, scene.now))];
    context.lineWidth = 2;
    context.strokeRect(x - 2, box.top - 2, Math.max(4, right - x) + 4, box.height);
  }

  /** The newest of those that began in the time that is seen. */
  #children(scene: Scene, parent: number): void {
    const { river, now } = scene;
    const { starts } = river.model.flows.columns;
    const { from, to } = river.window;
    let left = maxChildren;
    for (let at = river.kin.children.length - 1; at >= 0 && left > 0; at--) {
      const child = river.kin.children[at]!;
      const start = starts[child]!;
      if (start < from - lateMs) return;
      if (start < from || start > to || start > now) continue;
      join(scene, parent, child, start);
      left--;
    }
  }
}

function isOf({ flow, before, cancelledBy }: Tie, id: string | undefined): boolean {
  return id !== undefined && (flow === id || before === id || cancelledBy === id);
}

/** From a flow's lane down or up to another's, at that moment, with a tip. */
function join(scene: Scene, from: number, to: number, at: number): void {
  const { context } = scene;
  const start = middleOf(scene, from);
  const end = middleOf(scene, to);
  if (start === undefined || end === undefined || start === end) return;
  const x = scene.river.window.xOf(at);
  if (x < 0 || x > scene.width) return;
  const bow = Math.min(14, Math.abs(end - start) / 3);
  context.beginPath();
  context.moveTo(x - 4, start);
  context.bezierCurveTo(x - 4 - bow, start, x - 4 - bow, end, x - 1, end);
  context.stroke();
  context.beginPath();
  context.moveTo(x + 1, end);
  context.lineTo(x - 5, end - 3);
  context.lineTo(x - 5, end + 3);
  context.fillStyle = context.strokeStyle;
  context.fill();
}

function middleOf(scene: Scene, flow: number): number | undefined {
  const box = boxOf(scene, flow);
  return box === undefined ? undefined : box.top + (box.isFolded ? box.height / 2 : (box.height - 3) / 2);
}

function paintTie(scene: Scene, tie: Tie, isOwn: boolean): void {
  const { context, river, palette, now } = scene;
  const { flows } = river.model;
  const number = flows.numberOf(tie.flow);
  const box = boxOf(scene, number);
  if (number === undefined || box === undefined || box.isFolded) return;
  const { top, height } = box;
  const { window } = river;
  const y = tie.kind === 'lock' ? top + height - 1.5 : top + 0.5;
  // Its lane is another's when it has ended, whatever it left open.
  const end = untilOf(flows.columns.ends[number]!, now);
  const to = window.xOf(untilOf(tie.to, end));
  context.strokeStyle = context.fillStyle = tie.kind === 'lock' ? palette.lock : palette.scope;
  context.lineWidth = isOwn ? 3 : 2;
  if (tie.kind === 'lock') {
    const got = Number.isNaN(tie.got) ? to : window.xOf(tie.got);
    context.setLineDash([2, 3]);
    line(context, window.xOf(tie.from), got, y);
    context.setLineDash([]);
    if (!Number.isNaN(tie.got)) line(context, got, to, y);
  } else {
    line(context, window.xOf(tie.from), to, y);
    context.fillRect(window.xOf(tie.from) - 1, y, 2, 5);
    if (tie.to <= now) context.fillRect(to - 1, y, 2, 5);
  }
  if (isOwn) sayName(scene, tie, window.xOf(tie.from), y);
  const before = tie.before === undefined || tie.before === tie.flow ? undefined : flows.numberOf(tie.before);
  context.lineWidth = isOwn ? 2 : 1;
  if (before !== undefined && tie.from !== tie.got)
    join(scene, before, number, Number.isNaN(tie.got) ? tie.from : tie.got);
  if (!(tie.cancelledAt <= now)) return;
  context.strokeStyle = palette.error;
  cross(context, window.xOf(tie.cancelledAt), y + 3);
  const by =
    tie.cancelledBy === undefined || tie.cancelledBy === tie.flow ? undefined : flows.numberOf(tie.cancelledBy);
  if (by !== undefined) join(scene, by, number, tie.cancelledAt);
}

function line(context: CanvasRenderingContext2D, from: number, to: number, y: number): void {
  context.beginPath();
  context.moveTo(from, y);
  context.lineTo(Math.max(to, from + 1), y);
  context.stroke();
}

function cross(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x - 4, y - 4);
  context.lineTo(x + 4, y + 4);
  context.moveTo(x + 4, y - 4);
  context.lineTo(x - 4, y + 4);
  context.stroke();
}

function sayName({ context, palette }: Scene, { kind, name }: Tie, x: number, y: number): void {
  context.font = `600 10px ${palette.sans}`;
  context.textBaseline = kind === 'lock' ? 'top' : 'bottom';
  context.textAlign = 'left';
  context.lineWidth = 3;
  context.strokeStyle = palette.ground;
  const text = `${kind} ${name}`;
  context.strokeText(text, Math.max(2, x), y + (kind === 'lock' ? 3 : -1));
  context.fillText(text, Math.max(2, x), y + (kind === 'lock' ? 3 : -1));
  context.strokeStyle = kind === 'lock' ? palette.lock : palette.scope;
}
