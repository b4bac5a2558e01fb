/** bench/hub: what the plane costs, each beside what one would use without it, in the same run. */
import { Room } from '../gates/room.ts';
import { type Bench, type BenchOptions, type Row, resultOf } from '../measure.ts';
import { arming } from './arming.ts';
import { sessions } from './sessions.ts';
import { store } from './store.ts';

const parts: readonly ((options: BenchOptions) => Promise<Row[]>)[] = [sessions, armingInRoom, store];

export const hubBench: Bench = {
  name: 'hub',
  about: 'what the plane keeps and gives back',
  async run(options) {
    const rows: Row[] = [];
    for (const part of parts) rows.push(...(await part(options)));
    return resultOf('hub', options.node, rows);
  },
};

async function armingInRoom(options: BenchOptions): Promise<Row[]> {
  const room = new Room(options.node);
  try {
    return await arming(room, options);
  } finally {
    await room.close();
  }
}
