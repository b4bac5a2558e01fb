// One customer of many is held, looked at, given another price, and let go; the others are served meanwhile.
import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { setTimeout as later } from 'node:timers/promises';
import { isEddyError } from '../../src/base/index.ts';
import { type Hub, openHub } from '../../src/doors/client/index.ts';
import type { Hold } from '../../src/wire/protocol/index.ts';
import type { Counts } from './load.ts';

const file = 'prices.ts';
/** The shop stands still while it seals its accounts, on a slow machine for seconds: nothing in it answers meanwhile. */
const patienceMs = 20_000;
/** How long the others are counted: all of them, or as many as there are by then on a slow machine. */
const watched = { customers: 500, ms: 4_000 };
const holdForMs = 30_000;

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
      limits: { holdForMs },
    });
    const before = counts.answered;
    const answer = ask(`${shop}/price?item=kettle`);
    const held = await heldIn(hub);
    if (held === undefined) return false;
    const { variables } = await patiently(() => hub.ask('variables', { hold: held.id }));
    const cents = variables.find(one => one.name === 'cents')?.value;
    say(`  held: ${held.flowName} at ${file}:${held.place.line} in ${held.place.function}, cents = ${cents}`);
    await patiently(() => hub.ask('set', { hold: held.id, name: 'cents', expression: '1' }));
    const until = performance.now() + watched.ms;
    while (counts.answered < before + watched.customers && performance.now() < until) await later(10);
    say(`  ${counts.answered - before} other customers were answered while it waited`);
    say(`$ eddy set ${held.id} cents 1; eddy resume ${held.id}`);
    await patiently(() => hub.ask('resume', { hold: held.id }));
    const got = await answer;
    say(`  its answer: ${got}\n`);
    return counts.answered > before && got.includes('"cents":1}');
  } finally {
    // Whatever came of it, the shop is left as it was.
    await hub.ask('off', {}).catch(() => {});
    hub.close();
  }
}

async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isEddyError(error) || error.code !== 'no-answer' || performance.now() > until) throw error;
    }
  }
}

async function heldIn(hub: Hub): Promise<Hold | undefined> {
  const until = performance.now() + patienceMs;
  while (performance.now() < until) {
    const { holds } = await hub.ask('holds', {});
    if (holds[0] !== undefined) return holds[0];
  }
  return undefined;
}

function ask(url: string): Promise<string> {
  return new Promise(resolve => {
    get(url, { headers: { 'x-debug': 'demo' } }, response => {
      let text = '';
      response.on('data', part => {
        text += part;
      });
      response.on('end', () => resolve(text));
    }).on('error', error => resolve(String(error)));
  });
}
