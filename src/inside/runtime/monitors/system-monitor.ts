import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { Ring, type Timer } from '../../../base/index.ts';
import { runtime } from '../core/index.ts';
import { gaugeProcess, type ProcessFigures, readProcess } from './process-gauge.ts';

export interface SystemSample extends ProcessFigures {
  /** Epoch ms. */
  readonly at: number;
  /** Of one core, since the sample before: 150 is one and a half cores busy. 0 in the first. */
  readonly cpuPercent: number;
  /** Share of time in which the event loop was not idle, 0 to 1, since the sample before. */
  readonly loopUtilization: number;
  /** How late the event loop was since the sample before; absent while sampling is not started. */
  readonly loopDelay?: LoopDelay;
}

/** Milliseconds over what was asked for. */
export interface LoopDelay {
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export interface SystemStatistics {
  readonly current: SystemSample | undefined;
  /** Over the samples that are kept. */
  readonly average: {
    readonly cpuPercent: number;
    readonly rssBytes: number;
    readonly heapUsedBytes: number;
    readonly loopUtilization: number;
  };
  readonly peak: {
    readonly cpuPercent: number;
    readonly rssBytes: number;
    readonly heapUsedBytes: number;
    readonly loopDelayMs: number;
  };
  /** Kept of all that were taken. */
  readonly samples: number;
  readonly taken: number;
  readonly running: boolean;
}

export interface SystemMonitorOptions {
  /** Between two samples, one second unless told. */
  readonly everyMs?: number;
  /** Samples that are kept, 300 unless told. */
  readonly keep?: number;
}

const resolutionMs = 20;

/**
 * Figures of the process, sampled. One loop, an unref'd timer, from `start` to `stop`; it waits for nothing and keeps no
 * process alive.
 */
export class SystemMonitor {
  readonly #everyMs: number;
  readonly #samples: Ring<SystemSample>;
  #timer: Timer | undefined;
  #delay: ReturnType<typeof monitorEventLoopDelay> | undefined;
  #utilization = performance.eventLoopUtilization();
  #cpuMs: number | undefined;
  #atMs = 0;

  constructor(options: SystemMonitorOptions = {}) {
    this.#everyMs = Math.max(10, options.everyMs ?? 1_000);
    this.#samples = new Ring(Math.max(1, options.keep ?? 300));
  }

  get running(): boolean {
    return this.#timer !== undefined;
  }

  start(): this {
    if (this.#timer !== undefined) return this;
    const rt = runtime();
    gaugeProcess(rt);
    this.#delay = monitorEventLoopDelay({ resolution: resolutionMs });
    this.#delay.enable();
    this.collectSystemStats();
    this.#timer = rt.clock.every(this.#everyMs, () => rt.guard('system sample', () => this.collectSystemStats()));
    return this;
  }

  /** What was sampled stays readable. */
  stop(): void {
    this.#timer?.cancel();
    this.#delay?.disable();
    this.#timer = this.#delay = undefined;
  }

  [Symbol.dispose](): void {
    this.stop();
  }

  /** Takes one sample now. */
  collectSystemStats(): SystemSample {
    const rt = runtime();
    const nowMs = rt.clock.monotonic();
    const figures = readProcess();
    const cpuMs = figures.cpuUserMs + figures.cpuSystemMs;
    const elapsedMs = nowMs - this.#atMs;
    const cpuPercent = this.#cpuMs === undefined || elapsedMs <= 0 ? 0 : ((cpuMs - this.#cpuMs) / elapsedMs) * 100;
    const before = this.#utilization;
    this.#utilization = performance.eventLoopUtilization();
    const loopDelay = this.#readDelay();
    this.#cpuMs = cpuMs;
    this.#atMs = nowMs;
    const sample: SystemSample = {
      at: rt.clock.now(),
      ...figures,
      cpuPercent,
      loopUtilization: performance.eventLoopUtilization(this.#utilization, before).utilization,
      ...(loopDelay === undefined ? {} : { loopDelay }),
    };
    this.#samples.push(sample);
    if (rt.listening) rt.emit('system', undefined, { ...sample });
    return sample;
  }

  /** Oldest first. */
  getSamples(): SystemSample[] {
    return this.#samples.toArray();
  }

  getSystemStats(): SystemStatistics {
    const samples = this.getSamples();
    return {
      current: samples.at(-1),
      average: {
        cpuPercent: mean(samples.slice(1), one => one.cpuPercent),
        rssBytes: mean(samples, one => one.rssBytes),
        heapUsedBytes: mean(samples, one => one.heapUsedBytes),
        loopUtilization: mean(samples.slice(1), one => one.loopUtilization),
      },
      peak: {
        cpuPercent: most(samples, one => one.cpuPercent),
        rssBytes: most(samples, one => one.rssBytes),
        heapUsedBytes: most(samples, one => one.heapUsedBytes),
        loopDelayMs: most(samples, one => one.loopDelay?.maxMs ?? 0),
      },
      samples: samples.length,
      taken: this.#samples.total,
      running: this.running,
    };
  }

  #readDelay(): LoopDelay | undefined {
    const delay = this.#delay;
    if (delay === undefined) return undefined;
    // The histogram holds whole intervals: what was asked for is not delay. Empty, its figures are no numbers.
    const late = (ns: number) => (Number.isFinite(ns) && delay.count > 0 ? Math.max(0, ns / 1e6 - resolutionMs) : 0);
    const read = {
      meanMs: late(delay.mean),
      p50Ms: late(delay.percentile(50)),
      p90Ms: late(delay.percentile(90)),
      p99Ms: late(delay.percentile(99)),
      maxMs: late(delay.max),
    };
    delay.reset();
    return read;
  }
}

function mean(samples: readonly SystemSample[], of: (sample: SystemSample) => number): number {
  return samples.length === 0 ? 0 : samples.reduce((sum, one) => sum + of(one), 0) / samples.length;
}

function most(samples: readonly SystemSample[], of: (sample: SystemSample) => number): number {
  return samples.reduce((top, one) => Math.max(top, of(one)), 0);
}
