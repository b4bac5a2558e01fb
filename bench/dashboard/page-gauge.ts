import { readFileSync } from 'node:fs';
import type { CDPSession, Page } from 'playwright-core';
import type { Chromium } from '../../scripts/chromium.ts';

export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** What a page said of itself since it was watched. */
export interface Seen {
  /** Flows that it knows. */
  readonly known: number;
  readonly words: string;
  /** What our work took in each frame, in ms; as the page itself measured it. */
  readonly frames: Spread;
  /** Between two frames of the browser, in ms. */
  readonly intervals: Spread;
  readonly longTasks: number;
}

/** In MB. */
export interface PageMemory {
  /** JavaScript's objects and buffers; what nobody needs is collected first. */
  readonly used: number;
  /** Of the process that runs it, pictures and all, as it stood before that. */
  readonly resident: number;
}

/** What typed arrays have is counted apart from what objects have. */
interface HeapUsage {
  readonly usedSize: number;
  readonly backingStorageSize: number;
}

/** Looks at a page with the river open, from beside it. */
export class PageGauge {
  readonly #session: CDPSession;
  readonly #pids: readonly number[];

  private constructor(session: CDPSession, pids: readonly number[]) {
    this.#session = session;
    this.#pids = pids;
  }

  static async open(page: Page, { browser }: Chromium): Promise<PageGauge> {
    const whole = await browser.newBrowserCDPSession();
    const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
    await whole.detach();
    const pids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
    return new PageGauge(await page.context().newCDPSession(page), pids);
  }

  /** Flows that are alive, and those that are known, as the page says. */
  async counts(): Promise<{ readonly alive: number; readonly known: number }> {
    const [alive = 0, known = 0] = await this.#inPage<number[]>(`(${countsOf})()`);
    return { alive, known };
  }

  async watch(): Promise<void> {
    await this.#inPage(watch);
  }

  seen(): Promise<Seen> {
    return this.#inPage<Seen>(`(${read})(${countsOf})`);
  }

  /** What all scripts of the page have taken until now. */
  async scriptSeconds(): Promise<number> {
    await this.#session.send('Performance.enable');
    const { metrics } = await this.#session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN;
  }

  /** That it collects is our doing: the time is counted neither as a long task nor between frames. */
  async memory(): Promise<PageMemory> {
    const resident = this.#pids.reduce((sum, pid) => sum + residentMb(pid), 0);
    await this.#inPage('benchSeen.rests = true');
    await this.#session.send('HeapProfiler.collectGarbage');
    await this.#inPage('new Promise(resolve => setTimeout(() => resolve((benchSeen.rests = false)), 50))');
    const { usedSize, backingStorageSize } = (await this.#session.send('Runtime.getHeapUsage')) as HeapUsage;
    return { used: (usedSize + backingStorageSize) / 2 ** 20, resident };
  }

  /** The page lets nothing be evaluated by its own means. */
  async #inPage<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.#session.send('Runtime.evaluate', {
      expression,
      returnByValue: true,
      awaitPromise: true,
    });
    if (exceptionDetails !== undefined)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value as T;
  }
}

function residentMb(pid: number): number {
  const [, kb] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
  return Number(kb) / 1024;
}

// What follows runs in the page.

const countsOf = `() => {
  const words = document.querySelector('.river-standing').textContent.replace(/\\s/g, '');
  const [, alive = '0', known = '0'] = /(\\d+)alive,(\\d+)flow/.exec(words) ?? [];
  return [Number(alive), Number(known)];
}`;

const watch = `(() => {
  document.querySelector('.river-canvas').gauge.reset();
  const seen = (globalThis.benchSeen = { intervals: [], longTasks: 0, rests: false });
  new PerformanceObserver(list => (seen.longTasks += seen.rests ? 0 : list.getEntries().length)).observe({ type: 'longtask' });
  let last = performance.now();
  const next = now => {
    if (!seen.rests) seen.intervals.push(now - last);
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
