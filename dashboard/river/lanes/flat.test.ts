import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { FlowBook } from '../../model/index.ts';
import { FlowFilter, Grouping, LaneBook } from './index.ts';

const words = { runOf: () => 'r', runTitle: (run: string) => run, processTitle: (target: string) => target };
const [maxFlows, atOnce] = [20_000, 500];

test('what is known of flows takes no more when six times as many have passed, each with a name of its own', () => {
  const book = new FlowBook({ maxFlows });
  let lanes = lanesOf(book);
  let at = 0;
  const pass = (until: number) => {
    for (; at < until; at++) {
      const data = { name: `thumbnail ${at} of a long name`, kind: 'task' };
      book.take({ seq: at, at, kind: 'flow-started', target: 't', flow: `t.${at}`, data });
      const flow = `t.${at - atOnce}`;
      if (at >= atOnce) book.take({ seq: at, at, kind: 'flow-ended', target: 't', flow, data: { outcome: 'done' } });
      if (at % 50 !== 0) continue;
      if (lanes.isOutdated || lanes.goneCount > maxFlows / 2) lanes = lanesOf(book);
      lanes.follow(() => 0, 1);
    }
    return memoryMb();
  };
  pass(maxFlows);
  const full = pass(2 * maxFlows);
  const end = pass(6 * maxFlows);
  deepEqual([book.size, book.dropped, book.liveCount], [maxFlows, 5 * maxFlows, atOnce]);
  ok(end < full + 4, `${full.toFixed(1)} MB, then ${end.toFixed(1)} MB`);
});

function lanesOf(book: FlowBook): LaneBook {
  const filter = new FlowFilter(book, { text: '', isTargetShown: () => true });
  return new LaneBook(book, new Grouping(book, 'route', words), filter);
}

/** Objects and buffers that are in use. */
function memoryMb(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
}
