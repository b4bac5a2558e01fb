import { Findings, openCount } from './findings/index.ts';
import { Flow } from './flow/index.ts';
import type { View } from './frame/index.ts';
import { Resources } from './resources/index.ts';
import { river } from './river/index.ts';
import { Runs } from './runs/index.ts';
import { Sessions } from './sessions/index.ts';
import { System } from './system/index.ts';

/** In the order of the bar: river 1, sessions 2, findings 3, resources 4, system 5, runs 6. The first is what an unknown address leads to. */
export const views: readonly View[] = [
  river,
  {
    name: 'sessions',
    title: 'Sessions',
    key: '2',
    View: Sessions,
    fills: true,
    count: model => model.holds.value.length,
    keys: [
      ['Enter F9', 'in the source: set a probe at the line'],
      ['Delete', 'in the source: remove the probes of the line'],
      ['F8', 'resume the held flow'],
      ['F10 F11 Shift+F11', 'step over, into, out'],
      ['F2', 'change the variable that the keys are at'],
    ],
  },
  {
    name: 'findings',
    title: 'Findings',
    key: '3',
    View: Findings,
    count: openCount,
    keys: [['j k', 'the next finding, the one before']],
  },
  { name: 'resources', title: 'Resources', key: '4', View: Resources },
  { name: 'system', title: 'System', key: '5', View: System },
  { name: 'runs', title: 'Runs', key: '6', View: Runs },
  { name: 'flow', title: 'Flow', View: Flow },
];
