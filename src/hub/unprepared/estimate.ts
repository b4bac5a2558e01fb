import { availableParallelism, loadavg } from 'node:os';

const megabyte = 1024 * 1024;

/**
 * How long a heap snapshot makes a program stand still on a machine with nothing else to do: measured on Node 22, 24 and 26 with
 * small objects, which take the longest; docs/dump.md has the figures.
 */
const pauseMsPerMegabyte = 60;
const leastPauseMs = 150;

/** `crowd`: how many want each processor. */
export function estimatePauseMs(usedBytes: number, crowd = crowdNow()): number {
  return Math.round((leastPauseMs + (usedBytes / megabyte) * pauseMsPerMegabyte) * Math.max(1, crowd));
}

function crowdNow(): number {
  return (loadavg()[0] ?? 0) / availableParallelism();
}

/**
 * What the program's memory grows by meanwhile, at the most: the snapshot's graph, and its text, which waits in the program until it
 * is sent. From 6 times the heap where it is strings to 30 times where it is small objects.
 */
const memoryRatio = 30;

export function estimateMemoryBytes(usedBytes: number): number {
  return usedBytes * memoryRatio;
}
