import type { ComponentType } from 'preact';
import type { Model, Shelf } from '../model/index.ts';
import type { Place } from './place.ts';

export interface ViewProps {
  /** Of what is shown: what runs now, or a run that is over (`model.past`). */
  readonly model: Model;
  readonly place: Place;
  readonly shelf: Shelf;
}

/** One page of the dashboard. It begins with an `h1`, which has the focus when somebody comes to it. */
export interface View {
  /** First word of its address. */
  readonly name: string;
  readonly title: string;
  /** The key that leads to it; absent: one comes to it from others, and it is not in the bar. */
  readonly key?: string;
  readonly View: ComponentType<ViewProps>;
  /** What stands beside its title; 0: nothing. */
  count?(model: Model): number;
  /** Of its own, for the list of keys: `['j k', 'the next flow, the one before']`. */
  readonly keys?: readonly (readonly [keys: string, what: string])[];
  /** It fills the window and scrolls by itself. */
  readonly fills?: boolean;
}
