import { headingHeight } from '../state/index.ts';
import { axisHeight, offsetOf, type Scene } from './scene.ts';

/** Where a flow's lane is on the canvas now. */
export interface FlowBox {
  /** Of its lane; of its group's stream where that is folded. */
  top: number;
  height: number;
  isFolded: boolean;
}

const box: FlowBox = { top: 0, height: 0, isFolded: false };

/** Undefined: it is not shown, or its lane has nothing in the time that is seen. The same object each time. */
export function boxOf(scene: Scene, flow: number | undefined): FlowBox | undefined {
  const { stack, lanes } = scene.river;
  if (flow === undefined) return undefined;
  const group = lanes.groups[lanes.groupOf(flow)];
  const place = stack.places.find(one => one.group === group);
  if (group === undefined || place === undefined) return undefined;
  const lane = lanes.laneOf(flow);
  box.isFolded = place.isFolded;
  if (place.isFolded) {
    box.top = offsetOf(scene) + place.top + headingHeight;
    box.height = Math.max(0, place.height - headingHeight);
    return box;
  }
  if (lane >= place.lanes) return undefined;
  box.top = offsetOf(scene) + stack.topOf(place, lane);
  box.height = stack.laneHeight;
  return box;
}

export function isOnCanvas({ height }: Scene, box: FlowBox): boolean {
  return box.top + box.height > axisHeight && box.top < height;
}
