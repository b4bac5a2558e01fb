/** bench/attach: what it costs a program that was started without Eddy to be looked into, and one that has a loader of its own to start. */
import { type Bench, type BenchOptions, type Row, resultOf } from '../measure.ts';
import { dump } from './dump.ts';
import { lines } from './lines.ts';
import { loaders } from './loaders.ts';

const parts: readonly ((options: BenchOptions) => Promise<Row[]>)[] = [dump, lines, loaders];

export const attachBench: Bench = {
  name: 'attach',
  about:
    'the dump of a process that was started without Eddy; lines in one that is attached to, by mechanism; start-up with each loader',
  async run(options) {
    const rows: Row[] = [];
    for (const part of parts) rows.push(...(await part(options)));
    return resultOf('attach', options.node, rows);
  },
};
