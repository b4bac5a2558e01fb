import { axisHeight, type Mark, type Painter } from './paint/index.ts';
import { type GroupPlace, headingHeight, hitAt, type River } from './state/index.ts';

/** What is pointed at; `x` and `y` are CSS pixels of the canvas. */
export interface Pointed {
  readonly x: number;
  readonly y: number;
  readonly flow?: number;
  readonly mark?: Mark;
  /** A heading or a stream. */
  readonly place?: GroupPlace;
  readonly isHeading?: boolean;
}

export interface PointerPorts {
  readonly river: River;
  readonly painter: Painter;
  readonly want: () => void;
  readonly onPoint: (at: Pointed | undefined) => void;
  /** `isTouch`: nothing was shown of it before, as fingers do not hover. */
  readonly onPress: (at: Pointed, isTouch: boolean) => void;
}

const movedPx = 4;

/** Drag to pan and scroll, wheel to zoom, two fingers to zoom, a press to choose. Gives a function that ends it. */
export function followPointer(canvas: HTMLCanvasElement, ports: PointerPorts): () => void {
  const { river, painter, want } = ports;
  const down = new Map<number, { x: number; y: number }>();
  let travelled = 0;

  const at = (event: MouseEvent): Pointed => {
    const box = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const mark = painter.marks.at(x, y);
    if (mark !== undefined) return { x, y, mark };
    const hit = y < axisHeight ? undefined : hitAt(river, x, y - axisHeight, headingHeight);
    if (hit === undefined) return { x, y };
    return { x, y, place: hit.place, isHeading: hit.isHeading, ...(hit.flow === undefined ? {} : { flow: hit.flow }) };
  };
  const show = (pointed: Pointed | undefined) => {
    const isMore = pointed?.flow !== undefined || pointed?.mark !== undefined || pointed?.isHeading === true;
    canvas.style.cursor = isMore ? 'pointer' : down.size > 0 ? 'grabbing' : 'grab';
    if (river.hovered !== pointed?.flow) {
      river.hovered = pointed?.flow;
      want();
    }
    ports.onPoint(pointed);
  };
  const onDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    if (down.size === 0) travelled = 0;
    down.set(event.pointerId, { x: event.clientX, y: event.clientY });
  };
  const onMove = (event: PointerEvent) => {
    const last = down.get(event.pointerId);
    if (last === undefined) return show(event.pointerType === 'touch' ? undefined : at(event));
    const [dx, dy] = [event.clientX - last.x, event.clientY - last.y];
    travelled += Math.abs(dx) + Math.abs(dy);
    if (travelled < movedPx) return;
    if (down.size === 2) pinch(event, last);
    else {
      river.pan(-dx);
      river.stack.scrollTo(river.stack.scroll - dy, painter.lanesHeight);
    }
    down.set(event.pointerId, { x: event.clientX, y: event.clientY });
    show(undefined);
    want();
  };
  const pinch = (event: PointerEvent, last: { readonly x: number }) => {
    const other = [...down].find(([id]) => id !== event.pointerId)![1];
    const [before, after] = [Math.abs(last.x - other.x), Math.abs(event.clientX - other.x)];
    const middle = (event.clientX + other.x) / 2 - canvas.getBoundingClientRect().left;
    if (before > 10 && after > 10) river.zoom(before / after, middle);
  };
  const onUp = (event: PointerEvent) => {
    if (!down.delete(event.pointerId) || travelled >= movedPx || event.type === 'pointercancel') return;
    ports.onPress(at(event), event.pointerType === 'touch');
  };
  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    const scale = event.deltaMode === 1 ? 20 : 1;
    const [dx, dy] = [event.deltaX * scale, event.deltaY * scale];
    if (event.shiftKey) river.stack.scrollTo(river.stack.scroll + (dy || dx), painter.lanesHeight);
    else if (Math.abs(dx) > Math.abs(dy)) river.pan(dx);
    else
      river.zoom(
        Math.exp(Math.max(-200, Math.min(200, dy)) * 0.002),
        event.clientX - canvas.getBoundingClientRect().left,
      );
    want();
  };
  const onLeave = () => show(undefined);
  const ways: readonly (readonly [name: string, listener: (event: never) => void])[] = [
    ['pointerdown', onDown],
    ['pointermove', onMove],
    ['pointerup', onUp],
    ['pointercancel', onUp],
    ['pointerleave', onLeave],
    ['wheel', onWheel],
  ];
  for (const [name, listener] of ways) canvas.addEventListener(name, listener as EventListener, { passive: false });
  return () => {
    for (const [name, listener] of ways) canvas.removeEventListener(name, listener as EventListener);
  };
}
