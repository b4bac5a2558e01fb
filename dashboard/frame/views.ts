import type { ComponentType } from 'preact';
import type { Model } from '../model/index.ts';
import { Runs } from '../runs/index.ts';
import type { Place } from './place.ts';

/** One page of the dashboard. */
export interface View {
  /** First word of its address. */
  readonly name: string;
  readonly title: string;
  /** The key that leads to it. */
  readonly key: string;
  readonly View: ComponentType<{ readonly model: Model; readonly place: Place }>;
  /** What stands beside its title; 0: nothing. */
  count?(model: Model): number;
}

export const views: readonly View[] = [{ name: 'runs', title: 'Runs', key: '7', View: Runs }];
