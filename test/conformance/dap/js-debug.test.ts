import { jsDebug } from './js-debug.ts';
import { dapConformance } from './suite.ts';

dapConformance(jsDebug);
