import { eddyNode } from './eddy.ts';
import { dapConformance } from './suite.ts';

dapConformance(eddyNode);
