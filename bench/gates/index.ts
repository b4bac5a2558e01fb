/** bench/gates: what gates, activations and probes cost, each beside what one would use without them, in the same run. */
import { type Bench, type BenchOptions, type Row, resultOf } from '../measure.ts';
import { memory } from './memory.ts';
import { miss } from './miss.ts';
import { parser } from './parser.ts';
import { Room } from './room.ts';
import { server } from './server.ts';
import { snapshot } from './snapshot.ts';
import { startUp } from './start-up.ts';
import { stops } from './stops.ts';

const parts: readonly ((room: Room, options: BenchOptions) => Promise<Row[]>)[] = [
  parser,
  server,
  miss,
  snapshot,
  stops,
  startUp,
  memory,
];

export const gatesBench: Bench = {
  name: 'gates',
  about: 'gates, activations and probes, and the inspector doing the same',
  async run(options) {
    const room = new Room(options.node);
    try {
      const rows: Row[] = [];
      for (const part of parts) rows.push(...(await part(room, options)));
      return resultOf('gates', options.node, rows);
    } finally {
      await room.close();
    }
  },
};
