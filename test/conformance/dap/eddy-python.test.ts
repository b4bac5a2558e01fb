import { eddyPython } from './eddy-python.ts';
import { dapConformance } from './suite.ts';

dapConformance(eddyPython);
