import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { goTo, isDark, NothingRuns, stay, type ViewProps } from '../frame/index.ts';
import type { Model } from '../model/index.ts';
import { Controls, Legend, Standing } from './controls.tsx';
import { describeFlow } from './describe.ts';
import { type Drawing, openDrawing } from './drawing.ts';
import { HoverCard, PinnedCard } from './hover-card.tsx';
import { LaneTable } from './lane-table.tsx';
import type { Pointed } from './pointer.ts';
import { useRiverKeys } from './river-keys.ts';
import { River } from './state/index.ts';

/** Who comes back finds it as it was. */
const rivers = new WeakMap<Model, River>();

export function RiverView({ model, place }: ViewProps) {
  const river = useMemo(() => riverOf(model), [model]);
  const drawing = useRef<Drawing | undefined>(undefined);
  const canvas = useRef<HTMLCanvasElement>(null);
  const minimap = useRef<HTMLCanvasElement>(null);
  const card = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<Pointed | undefined>(undefined);
  const [flows, setFlows] = useState<readonly number[]>([]);
  const want = useCallback(() => drawing.current?.want(), []);
  const open = useCallback((id: string) => goTo('flow', [id]), []);
  const isEmpty = model.past === undefined && model.allTargets.value.length === 0 && model.flows.size === 0;

  useLayoutEffect(() => {
    if (isEmpty) return;
    const opened = openDrawing({
      river,
      canvas: canvas.current!,
      minimap: minimap.current!,
      onPoint: setPointed,
      onList: setFlows,
      open,
    });
    drawing.current = opened;
    return () => {
      drawing.current = undefined;
      opened.close();
    };
  }, [river, isEmpty, open]);
  useEffect(() => drawing.current?.recolour(), [isDark.value]);
  useAddress(river, place, want);
  useRiverKeys(
    useCallback(() => {
      const now = drawing.current;
      return now === undefined ? undefined : { river, open, want, lanesHeight: () => now.lanesHeight };
    }, [river, open, want]),
  );

  const chosen = river.selected.value;
  const chosenNumber = chosen === undefined ? undefined : model.flows.numberOf(chosen);
  const room = { width: canvas.current?.clientWidth ?? 0, height: canvas.current?.clientHeight ?? 0 };
  const isShown = pointed !== undefined && hasCard(pointed);
  // Who draws moves it with its flow.
  useEffect(() => drawing.current?.pin(card.current, chosenNumber));
  return (
    <section class="river">
      <Controls river={river} want={want} />
      {isEmpty ? (
        <NothingRuns model={model} />
      ) : (
        <>
          <Standing river={river} want={want} />
          <div class="river-room">
            <canvas
              ref={canvas}
              class="river-canvas"
              tabIndex={0}
              role="img"
              aria-label="Flows over time, a lane each. Arrow keys move through the lanes, Enter opens a flow, f follows, space pauses. A table of what is in sight follows."
            />
            {isShown && <HoverCard river={river} pointed={pointed} room={room} />}
            {chosenNumber !== undefined && !isShown && <PinnedCard river={river} flow={chosenNumber} card={card} />}
          </div>
          <canvas
            ref={minimap}
            class="river-minimap"
            role="img"
            aria-label="How many flows were alive in all the time that is known"
            title="All that is known: click to go there"
          />
          <Legend />
          <p class="unseen" aria-live="polite">
            {chosenNumber !== undefined && sayChosen(river, chosenNumber)}
          </p>
          <LaneTable river={river} flows={flows} />
        </>
      )}
    </section>
  );
}

/** `?at=TIME` leads to a moment, `?flow=ID` to a flow, `?target=ID` shows one process alone. */
function useAddress(river: River, place: ViewProps['place'], want: () => void): void {
  const at = place.query.get('at');
  const flow = place.query.get('flow');
  const target = place.query.get('target');
  useEffect(() => {
    const time = Number(at);
    if (at && Number.isFinite(time)) river.goToTime(time);
    want();
  }, [river, at, want]);
  useEffect(() => {
    if (!flow) return;
    river.selected.value = flow;
    river.reveal(flow);
    want();
  }, [river, flow, want]);
  useEffect(() => {
    river.target.value = target || undefined;
  }, [river, target]);
  useEffect(
    () =>
      river.target.subscribe(now => {
        if (now === undefined && target) stay({ target: '' });
      }),
    [river, target],
  );
}

/** Of an empty part of a lane there is nothing to say. */
function hasCard({ flow, mark, place, isHeading }: Pointed): boolean {
  return flow !== undefined || mark !== undefined || isHeading === true || place?.isFolded === true;
}

function sayChosen(river: River, flow: number): string {
  const { name, id, state, lasted, at } = describeFlow(river.model, flow, river.drawnNow);
  return `${name}, ${id}, ${state}, ${lasted}${at === undefined ? '' : `, ${at}`}`;
}

function riverOf(model: Model): River {
  const known = rivers.get(model);
  if (known !== undefined) return known;
  const river = new River(model, { wallNow: () => Date.now(), openedAt: performance.timeOrigin });
  rivers.set(model, river);
  return river;
}
