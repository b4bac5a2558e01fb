// One customer of many is held, looked at, given another price, and let go; the others are served meanwhile.
import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { type Hub, openHub } from '../../src/doors/client/index.ts';
import type { Hold } from '../../src/wire/protocol/index.ts';
import type { Counts } from './load.ts';

const file = 'prices.ts';
const withinMs = 5_000;

/** True when all of it was seen. */
export async function holdOne(run: number, shop: string, prices: string, counts: Counts, say: (text: string) => void) {
  const hub = await openHub(String(run), 'demo');
  try {
    const line =
      readFileSync(prices, 'utf8')
        .split('\n')
        .findIndex(text => text.includes('return cents')) + 1;
    say(`\n$ eddy hold ${file}:${line} --session demo --match header:x-debug=demo`);
    await hub.ask('probe', {
      session: 'demo',
      match: [{ by: 'header', name: 'x-debug', value: 'demo' }],
      probes: [{ kind: 'hold', place: { file, line } }],
      limits: { holdForMs: withinMs },
    });
    const before = counts.answered;
    const answer = ask(`${shop}/price?item=kettle`);
    const held = await heldIn(hub);
    if (held === undefined) return false;
    const { variables } = await hub.ask('variables', { hold: held.id });
    const cents = variables.find(one => one.name === 'cents')?.value;
    say(`  held: ${held.flowName} at ${file}:${held.place.line} in ${held.place.function}, cents = ${cents}`);
    await hub.ask('set', { hold: held.id, name: 'cents', expression: '1' });
    while (counts.answered < before + 500) await new Promise(resolve => setImmediate(resolve));
    say(`  ${counts.answered - before} other customers were answered while it waited`);
    say(`$ eddy set ${held.id} cents 1; eddy resume ${held.id}`);
    await hub.ask('resume', { hold: held.id });
    const got = await answer;
    say(`  its answer: ${got}\n`);
    await hub.ask('off', {});
    return got.includes('"cents":1}');
  } finally {
    hub.close();
  }
}

async function heldIn(hub: Hub): Promise<Hold | undefined> {
  const until = performance.now() + withinMs;
  while (performance.now() < until) {
    const { holds } = await hub.ask('holds', {});
    if (holds[0] !== undefined) return holds[0];
  }
  return undefined;
}

function ask(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'x-debug': 'demo' } }, response => {
      let text = '';
      response.on('data', part => {
        text += part;
      });
      response.on('end', () => resolve(text));
    }).on('error', reject);
  });
}
