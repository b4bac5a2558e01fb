/**
 * dashboard/river: flows over time, a lane each: what a person looks at first. It must not know how what it shows is told or
 * kept: that is the model's.
 */
import type { View } from '../frame/index.ts';
import { RiverView } from './river.tsx';
import { riverKeys } from './river-keys.ts';

export const river: View = {
  name: 'river',
  title: 'River',
  key: '1',
  View: RiverView,
  keys: riverKeys,
  fills: true,
};
