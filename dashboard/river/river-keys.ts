import { useLayoutEffect } from 'preact/hooks';
import { nextLane, type River } from './state/index.ts';

export const riverKeys: readonly (readonly [keys: string, what: string])[] = [
  ['f', 'follow: now stays at the right'],
  ['Space', 'pause the picture, go on'],
  ['0', 'all that is known'],
  ['+ -', 'nearer, farther (or the wheel)'],
  ['← →', 'earlier, later (or drag)'],
  ['↑ ↓', 'through the lanes'],
  ['Enter', 'open the flow that is chosen'],
  ['[ ]', 'lower lanes, higher lanes'],
  ['z', 'fold or unfold its group'],
];

export interface KeyPorts {
  readonly river: River;
  readonly lanesHeight: () => number;
  readonly want: () => void;
  readonly open: (id: string) => void;
}

/** They hold in the whole view, but where something is typed, chosen or pressed. */
export function useRiverKeys(ports: () => KeyPorts | undefined): void {
  // Before anything is seen: who sees it may press a key.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const now = ports();
      if (now === undefined || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!isOurs(event) || document.querySelector('dialog[open]') !== null) return;
      if (!press(event.key, now)) return;
      event.preventDefault();
      now.want();
    };
    globalThis.addEventListener('keydown', onKey);
    return () => globalThis.removeEventListener('keydown', onKey);
  }, [ports]);
}

function isOurs({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return true;
  if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return false;
  return !((key === ' ' || key === 'Enter') && target.closest('button, a, summary') !== null);
}

/** Whether it is a key of ours. */
function press(key: string, ports: KeyPorts): boolean {
  const { river } = ports;
  const { window } = river;
  const keys: Readonly<Record<string, () => void>> = {
    f: () => river.toggleFollow(),
    ' ': () => river.togglePause(),
    '0': () => river.showAll(),
    '+': () => river.zoom(1 / 1.5, window.width / 2),
    '=': () => river.zoom(1 / 1.5, window.width / 2),
    '-': () => river.zoom(1.5, window.width / 2),
    ArrowLeft: () => river.pan(-window.width / 8),
    ArrowRight: () => river.pan(window.width / 8),
    ArrowUp: () => choose(ports, -1),
    ArrowDown: () => choose(ports, 1),
    '[': () => river.stack.resizeLanes(-1),
    ']': () => river.stack.resizeLanes(1),
    z: () => foldOfChosen(river),
    Enter: () => {
      const id = river.selected.peek();
      if (id !== undefined) ports.open(id);
    },
    Escape: () => {
      river.selected.value = undefined;
    },
  };
  const work = Object.hasOwn(keys, key) ? keys[key] : undefined;
  work?.();
  return work !== undefined && key !== 'Escape';
}

function choose({ river, lanesHeight }: KeyPorts, by: 1 | -1): void {
  const { flows } = river.model;
  const chosen = river.selected.peek();
  const next = nextLane(river, chosen === undefined ? undefined : flows.numberOf(chosen), by);
  if (next === undefined) return;
  river.selected.value = flows.idOf(next);
  const place = river.stack.places.find(({ group }) => group === river.lanes.groups[river.lanes.groupOf(next)]);
  if (place === undefined) return;
  const top = river.stack.topOf(place, river.lanes.laneOf(next));
  const [first, last] = [river.stack.scroll + 30, river.stack.scroll + lanesHeight() - 40];
  if (top < first) river.stack.scrollTo(river.stack.scroll + top - first, lanesHeight());
  else if (top > last) river.stack.scrollTo(river.stack.scroll + top - last, lanesHeight());
}

function foldOfChosen(river: River): void {
  const chosen = river.selected.peek();
  const number = chosen === undefined ? undefined : river.model.flows.numberOf(chosen);
  const group = number === undefined ? undefined : river.lanes.groups[river.lanes.groupOf(number)];
  const place = river.stack.places.find(one => one.group === group) ?? river.stack.places[0];
  if (place !== undefined) river.stack.toggle(place);
}
