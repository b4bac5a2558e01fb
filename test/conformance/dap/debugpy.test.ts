import { debugpy } from './debugpy.ts';
import { dapConformance } from './suite.ts';

dapConformance(debugpy);
