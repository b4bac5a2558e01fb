import { readFileSync } from 'node:fs';
import { getHeapStatistics } from 'node:v8';
import type { Runtime } from '../core/index.ts';

/** What the process uses now. Microseconds: it reads counters of the kernel and of V8, and no disk. */
export interface ProcessFigures {
  /** Where the system does not tell, as without /proc: the most it ever was. */
  readonly rssBytes: number;
  /** The most it ever was. */
  readonly rssPeakBytes: number;
  readonly heapUsedBytes: number;
  readonly heapTotalBytes: number;
  readonly externalBytes: number;
  readonly cpuUserMs: number;
  readonly cpuSystemMs: number;
  readonly uptimeMs: number;
  /** What keeps the event loop alive, by type. */
  readonly handles: Readonly<Record<string, number>>;
  readonly handleCount: number;
  /** Threads of the operating system; absent where it does not tell. */
  readonly threads?: number;
}

/** The part `process` of the report's system figures. */
export function gaugeProcess(rt: Runtime): void {
  rt.gauge('process', () => ({ ...readProcess() }));
}

export function readProcess(): ProcessFigures {
  const used = process.resourceUsage();
  const rssPeakBytes = used.maxRSS * 1024;
  const memory = tryMemory() ?? memoryWithin(rssPeakBytes);
  const handles: Record<string, number> = {};
  let handleCount = 0;
  for (const type of process.getActiveResourcesInfo()) {
    handles[type] = (handles[type] ?? 0) + 1;
    handleCount++;
  }
  const threads = threadCount();
  return {
    rssBytes: memory.rss,
    rssPeakBytes,
    heapUsedBytes: memory.heapUsed,
    heapTotalBytes: memory.heapTotal,
    externalBytes: memory.external,
    cpuUserMs: used.userCPUTime / 1000,
    cpuSystemMs: used.systemCPUTime / 1000,
    uptimeMs: process.uptime() * 1000,
    handles,
    handleCount,
    ...(threads === undefined ? {} : { threads }),
  };
}

/** Undefined in a sandbox without /proc, where Node throws. */
function tryMemory(): Memory | undefined {
  try {
    return process.memoryUsage();
  } catch {
    return undefined;
  }
}

type Memory = Pick<NodeJS.MemoryUsage, 'rss' | 'heapUsed' | 'heapTotal' | 'external'>;

function memoryWithin(rss: number): Memory {
  const { used_heap_size: heapUsed, total_heap_size: heapTotal, external_memory: external } = getHeapStatistics();
  return { rss, heapUsed, heapTotal, external };
}

function threadCount(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const line = /^Threads:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'));
    return line === null ? undefined : Number(line[1]);
  } catch {
    return undefined; // A sandbox without /proc.
  }
}
