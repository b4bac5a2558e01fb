import { Agent, get } from 'node:http';

/** What came of the requests. */
export interface Counts {
  answered: number;
  refused: number;
  /** The customer went away: no answer in time. */
  gaveUp: number;
}

const patienceMs = 1_500;

/** Customers: `atOnce` of them, each with one request after the other, until it is over. */
export async function customers(shop: string, over: AbortSignal, atOnce: number, counts: Counts): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  let asked = 0;
  const one = async () => {
    while (!over.aborted) {
      const outcome = await ask(`${shop}${wish(asked++)}`, agent);
      counts[outcome]++;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  agent.destroy();
}

/** Mostly prices and teapots; now and then the rare samovar, of which there are few; once in a while the accounts. */
function wish(number: number): string {
  if (number % 1500 === 450) return '/accounts';
  if (number % 60 === 30) return '/buy?item=samovar';
  return number % 3 === 0 ? '/buy?item=teapot' : `/price?item=${number % 2 === 0 ? 'kettle' : 'teapot'}`;
}

function ask(url: string, agent: Agent): Promise<keyof Counts> {
  return new Promise(resolve => {
    const request = get(url, { agent, timeout: patienceMs }, response => {
      response.resume();
      response.on('end', () => resolve(response.statusCode === 200 ? 'answered' : 'refused'));
      response.on('error', () => resolve('gaveUp'));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve('gaveUp'));
  });
}
