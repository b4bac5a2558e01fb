import { setImmediate } from 'node:timers';
import type { Activity, FlowActivity } from '../../wire/protocol/index.ts';

/** The rest of a slice goes into writing down what it found. */
const sliceMs = 0.5;

/**
 * Goes through the steps in slices of the loop's turns, and gives what each slice found.
 * No async generator: those of this thread are watched, and listed as the program's.
 */
export function inSlices(steps: Generator<FlowActivity | undefined, Activity>): AsyncIterable<Activity> {
  let turn: Promise<void> | undefined;
  let isOver = false;
  const next = async (): Promise<IteratorResult<Activity, undefined>> => {
    while (!isOver) {
      await turn;
      const { flows, last } = slice(steps);
      isOver = last !== undefined;
      if (last !== undefined) return { value: { ...last, flows } };
      turn = new Promise(resolve => setImmediate(resolve));
      if (flows.length > 0) return { value: { target: '', at: 0, flows, liveActivations: 0, cut: false } };
    }
    return { done: true, value: undefined };
  };
  return { [Symbol.asyncIterator]: () => ({ next }) };
}

function slice(steps: Generator<FlowActivity | undefined, Activity>): { flows: FlowActivity[]; last?: Activity } {
  const flows: FlowActivity[] = [];
  const until = performance.now() + sliceMs;
  do {
    const { done, value } = steps.next();
    if (done === true) return { flows, last: value };
    if (value !== undefined) flows.push(value);
  } while (performance.now() < until);
  return { flows };
}
