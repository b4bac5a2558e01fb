// The preload: what `node --require eddy/register` loads, in every thread of every process of a run.
import { begin } from './register/index.ts';

if (process.env.EDDY_KEEPER !== '1') begin();
