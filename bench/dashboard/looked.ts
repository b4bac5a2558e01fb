import type { CDPSession } from 'playwright-core';
import { openChromium } from '../../scripts/chromium.ts';
import { type Load, residentMb, Stage, type Told } from './stage.ts';

export interface LookedOptions {
  readonly node: string;
  readonly load: Load;
  readonly say: (text: string) => void;
}

export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

export interface Looked {
  readonly told: Told;
  /** Flows that the page knew at the end. */
  readonly known: number;
  /** What our work took in each frame, in ms; as the page itself measured it. */
  readonly frames: Spread;
  /** Between two frames of the browser, in ms. */
  readonly intervals: Spread;
  /** A minute. */
  readonly longTasks: number;
  /** Of the time of the page's thread, from 0 to 1. */
  readonly scriptShare: number;
  readonly pageMb: Ends;
  readonly hubMb: Ends;
}

interface Ends {
  readonly begin: number;
  readonly end: number;
}

/** The program under load, and the river open in a browser all the while. */
export async function measureLooked({ node, load, say }: LookedOptions): Promise<Looked> {
  const stage = await Stage.open({ node, load, hub: true });
  const chromium = await openChromium();
  try {
    const page = await chromium.browser.newPage({ viewport: { width: 1280, height: 800 } });
    const session = await page.context().newCDPSession(page);
    await page.goto(await stage.link());
    await page.locator('.river-canvas').waitFor();
    await stage.isFull();
    // The page hears of it a little later.
    while ((await inPage<number[]>(session, `(${countsOf})()`))[0]! < load.live * 0.95);
    await inPage(session, watch);
    const begin = await memory(session, stage.hub!.pid);
    const script = await scriptSeconds(session);
    const told = await stage.go();
    const spent = (await scriptSeconds(session)) - script;
    // It says its counts twice a second.
    await page.waitForTimeout(1_500);
    const seen = await inPage<Seen>(session, `(${read})(${countsOf})`);
    const end = await memory(session, stage.hub!.pid);
    say(`The page says: ${seen.words}`);
    say(`frames: ${JSON.stringify(seen.frames)}, intervals: ${JSON.stringify(seen.intervals)}`);
    return {
      told,
      known: seen.known,
      frames: seen.frames,
      intervals: seen.intervals,
      longTasks: (seen.longTasks * 60) / load.seconds,
      scriptShare: spent / load.seconds,
      pageMb: { begin: begin.page, end: end.page },
      hubMb: { begin: begin.hub, end: end.hub },
    };
  } finally {
    await chromium.close();
    await stage.close();
  }
}

type Seen = Pick<Looked, 'known' | 'frames' | 'intervals' | 'longTasks'> & { readonly words: string };

// What follows runs in the page.

/** Flows that are alive, and those that are known, as the page says. */
const countsOf = `() => {
  const words = document.querySelector('.river-standing').textContent.replace(/\\s/g, '');
  const [, alive = '0', known = '0'] = /(\\d+)alive,(\\d+)flow/.exec(words) ?? [];
  return [Number(alive), Number(known)];
}`;

const watch = `(() => {
  document.querySelector('.river-canvas').gauge.reset();
  const seen = (globalThis.benchSeen = { intervals: [], longTasks: 0 });
  new PerformanceObserver(list => (seen.longTasks += list.getEntries().length)).observe({ type: 'longtask' });
  let last = performance.now();
  const next = now => {
    seen.intervals.push(now - last);
    last = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
})()`;

const read = `countsOf => {
  const spread = sorted => ({
    count: sorted.length,
    p50: sorted[sorted.length >> 1],
    p95: sorted[Math.floor(sorted.length * 0.95)],
    max: sorted.at(-1),
  });
  const { intervals, longTasks } = globalThis.benchSeen;
  return {
    known: countsOf()[1],
    words: document.querySelector('.river-standing').textContent,
    frames: spread(document.querySelector('.river-canvas').gauge.sorted()),
    intervals: spread(intervals.sort((a, b) => a - b)),
    longTasks,
  };
}`;

/** The page lets nothing be evaluated by its own means. */
async function inPage<T>(session: CDPSession, expression: string): Promise<T> {
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', { expression, returnByValue: true });
  if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value as T;
}

async function memory(session: CDPSession, hub: number): Promise<{ readonly page: number; readonly hub: number }> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return { page: usedSize / 2 ** 20, hub: residentMb(hub) };
}

/** What all scripts of the page have taken until now. */
async function scriptSeconds(session: CDPSession): Promise<number> {
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN;
}
