import { effect } from '@preact/signals';
import { goTo } from '../frame/index.ts';
import { cardPlace } from './card-place.ts';
import { FramePump } from './frame-pump.ts';
import { MinimapPainter, Painter } from './paint/index.ts';
import { followPointer, type Pointed } from './pointer.ts';
import type { River } from './state/index.ts';

export interface DrawingParts {
  readonly river: River;
  readonly canvas: HTMLCanvasElement;
  readonly minimap: HTMLCanvasElement;
  readonly onPoint: (at: Pointed | undefined) => void;
  /** Numbers of the flows in sight, from the top down. */
  readonly onList: (flows: readonly number[]) => void;
  readonly open: (id: string) => void;
}

export interface Drawing {
  readonly lanesHeight: number;
  want(): void;
  recolour(): void;
  /** From now on this card stands beside that flow. */
  pin(card: HTMLElement | null, flow: number | undefined): void;
  close(): void;
}

/** The two canvases of the view, drawn whenever what they show is different. */
export function openDrawing({ river, canvas, minimap, onPoint, onList, open }: DrawingParts): Drawing {
  const painter = new Painter(canvas, river);
  const small = new MinimapPainter(minimap, river);
  let pinned: { readonly card: HTMLElement; readonly flow: number } | undefined;
  const movePinned = () => {
    if (pinned === undefined) return;
    const at = painter.placeOf(pinned.flow);
    pinned.card.hidden = at === undefined;
    const room = { width: canvas.clientWidth, height: canvas.clientHeight };
    if (at !== undefined) Object.assign(pinned.card.style, cardPlace(at, room));
  };
  const pump = new FramePump({
    river,
    painter,
    minimap: small,
    onPaint: movePinned,
    onList: () => onList(painter.flowsInSight()),
  });
  // For a bench: what our own frames take.
  Object.assign(canvas, { gauge: pump.gauge });
  const want = () => pump.want();
  const measure = () => {
    const ratio = devicePixelRatio;
    painter.resize(canvas.clientWidth, canvas.clientHeight, ratio);
    small.resize(minimap.clientWidth, minimap.clientHeight, ratio);
    river.start();
    painter.paint();
    small.paint();
    want();
  };
  measure();
  void river.pastLinks.then(want);
  const watch = new ResizeObserver(measure);
  watch.observe(canvas);
  watch.observe(minimap);
  const press = (at: Pointed, isTouch: boolean) => {
    if (at.mark !== undefined) return goTo('findings', [at.mark.finding.key]);
    if (at.flow !== undefined) {
      const id = river.model.flows.idOf(at.flow);
      const isKnown = river.selected.peek() === id;
      river.selected.value = id;
      // A finger sees first what it is about to open.
      if (!isTouch || isKnown) open(id);
    } else if (at.isHeading === true && at.place !== undefined) river.stack.toggle(at.place);
    else river.selected.value = undefined;
    want();
  };
  const ends = [
    followPointer(canvas, { river, painter, want, onPoint, onPress: press }),
    followMinimap(minimap, small, river, want),
    ...redraws(river, want),
    ...layOuts(river, want),
    () => watch.disconnect(),
    () => pump.close(),
  ];
  return {
    get lanesHeight() {
      return painter.lanesHeight;
    },
    want,
    recolour() {
      painter.recolour();
      small.recolour();
      want();
    },
    pin(card, flow) {
      pinned = card === null || flow === undefined ? undefined : { card, flow };
      movePinned();
    },
    close() {
      for (const end of ends) end();
    },
  };
}

/** What is drawn anew when it changes. */
function redraws(river: River, want: () => void): (() => void)[] {
  const { flowsRevision, samples, findings, holds, line } = river.model;
  const signals = [
    flowsRevision,
    samples.revision,
    findings,
    holds,
    line,
    river.follows,
    river.pausedAt,
    river.selected,
  ];
  return signals.map(one => one.subscribe(want));
}

/** What all is laid out again for. */
function layOuts(river: River, want: () => void): (() => void)[] {
  let isFirst = true;
  return [
    effect(() => {
      void [river.by.value, river.filter.value, river.target.value, river.model.run.value];
      if (!isFirst) river.layout.again();
      isFirst = false;
      want();
    }),
    river.earlier.state.subscribe(({ isLoading }) => {
      if (!isLoading) river.layout.tidy();
      want();
    }),
  ];
}

function followMinimap(canvas: HTMLCanvasElement, small: MinimapPainter, river: River, want: () => void): () => void {
  const go = (event: PointerEvent) => {
    if (event.buttons !== 1) return;
    const { left } = canvas.getBoundingClientRect();
    river.follows.value = false;
    river.window.centre(small.timeAt(event.clientX - left));
    want();
  };
  const down = (event: PointerEvent) => {
    canvas.setPointerCapture(event.pointerId);
    go(event);
  };
  canvas.addEventListener('pointerdown', down);
  canvas.addEventListener('pointermove', go);
  return () => {
    canvas.removeEventListener('pointerdown', down);
    canvas.removeEventListener('pointermove', go);
  };
}
