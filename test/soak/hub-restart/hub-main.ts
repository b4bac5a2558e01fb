// A small hub that says what it has heard, until it is killed.
import { writeSync } from 'node:fs';
import { holdAnn } from './shop.ts';
import { SmallHub } from './small-hub.ts';

const sayEveryMs = 5;

const [path, token] = JSON.parse(process.env.SMALL_HUB!) as [string, string];
const hub = new SmallHub(path, holdAnn as never, token);
await hub.open();
writeSync(1, 'ready\n');
let said = '';
setInterval(() => {
  const heard = [...hub.heard].map(([id, one]) => [
    id,
    {
      ...one,
      says: one.says.slice(0, 10),
      events: one.events.filter(({ kind }) => kind === 'held').slice(0, 1),
      findings: [...one.findings],
      state: one.state && { sections: {}, system: {}, findings: [], dropped: one.state.dropped },
    },
  ]);
  const now = `${JSON.stringify(heard)}\n`;
  if (now !== said) writeSync(1, now);
  said = now;
}, sayEveryMs);
