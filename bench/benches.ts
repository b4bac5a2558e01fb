import { attachBench } from './attach/index.ts';
import { dapBench } from './dap/index.ts';
import { dashboardBench } from './dashboard/index.ts';
import { gatesBench } from './gates/index.ts';
import { hubBench } from './hub/index.ts';
import type { Bench } from './measure.ts';
import { pythonBench } from './python/index.ts';
import { runtimeBench } from './runtime/index.ts';

export const benches: readonly Bench[] = [
  runtimeBench,
  gatesBench,
  hubBench,
  pythonBench,
  dapBench,
  dashboardBench,
  attachBench,
];
