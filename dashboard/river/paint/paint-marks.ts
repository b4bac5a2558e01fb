import type { FindingGroup } from '../../model/index.ts';
import { boxOf, isOnCanvas } from './flow-boxes.ts';
import { axisHeight, type Scene } from './scene.ts';

const maxMarks = 400;
const half = 7;

/** A finding at a moment, where it was drawn. */
export interface Mark {
  x: number;
  y: number;
  finding: FindingGroup;
}

/** Findings at the moment and in the lane where each was seen first; those of no flow that is drawn stand at the axis. */
export class MarkPainter {
  readonly marks: Mark[] = [];

  paint(scene: Scene): void {
    const { river, width, now } = scene;
    this.marks.length = 0;
    for (const finding of river.model.findings.peek()) {
      for (const { firstAt, lastAt, flows, count } of finding.seen) {
        if (this.marks.length >= maxMarks) return;
        const flow = flows.length === 0 ? undefined : river.model.flows.numberOf(flows[0]!.id);
        for (const at of count > 1 && lastAt > firstAt ? [firstAt, lastAt] : [firstAt]) {
          const x = river.window.xOf(at);
          if (x < -half || x > width + half || at > now) continue;
          const y = markY(scene, at === firstAt ? flow : undefined);
          this.marks.push({ x, y, finding });
          paintMark(scene, x, y, finding);
        }
      }
    }
  }

  at(x: number, y: number): Mark | undefined {
    return this.marks.findLast(mark => Math.abs(mark.x - x) <= half + 3 && Math.abs(mark.y - y) <= half + 3);
  }
}

function markY(scene: Scene, flow: number | undefined): number {
  const box = boxOf(scene, flow);
  return box === undefined || !isOnCanvas(scene, box) ? axisHeight - half - 1 : box.top + Math.min(box.height, 24) / 2;
}

/** A triangle for what is wrong, a diamond for what may be; never told by the colour alone. */
function paintMark({ context, palette }: Scene, x: number, y: number, { severity }: FindingGroup): void {
  const isSharp = severity === 'error' || severity === 'warning';
  context.beginPath();
  context.moveTo(x, y - half);
  context.lineTo(x + half, isSharp ? y + half - 1 : y);
  if (!isSharp) context.lineTo(x, y + half);
  context.lineTo(x - half, isSharp ? y + half - 1 : y);
  context.closePath();
  context.fillStyle = severity === 'error' ? palette.error : severity === 'warning' ? palette.warning : palette.note;
  context.strokeStyle = palette.onMark;
  context.lineWidth = 2;
  context.stroke();
  context.fill();
  context.fillStyle = palette.onMark;
  context.fillRect(x - 0.9, y - 3, 1.8, 5);
  context.fillRect(x - 0.9, y + 3, 1.8, 1.8);
}
