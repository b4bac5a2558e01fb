import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { type EddyEvent, encodeLine } from '../../wire/protocol/index.ts';
import { Channel } from '../keeper/index.ts';
import { unheardEvents } from './unheard.ts';

const event = (seq: number): EddyEvent => ({ seq, at: 0, kind: 'snap', target: 't', data: {} });
const line = (seq: number) => encodeLine({ say: 'event', event: event(seq) });

test('what the keeper took is not said again; of the rest, whole events are', () => {
  const channel = new Channel(4_096);
  channel.tryWrite(line(1));
  new Channel(channel.shared).read();
  channel.tryWrite(`cut off"}\n${line(2)}`);
  channel.tryWrite(encodeLine({ say: 'activity', target: 't', activity: { flows: [] } as never }));
  channel.tryWrite(line(3) + line(4).slice(0, 30));
  deepEqual(
    unheardEvents(channel),
    [2, 3].map(seq => ({ say: 'event', event: event(seq) })),
  );
});
