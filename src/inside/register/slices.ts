import { setImmediate } from 'node:timers';
import type { Activity, FlowActivity } from '../../wire/protocol/index.ts';

/** The rest of a slice goes into writing down what it found. */
const sliceMs = 0.5;

/** Goes through the steps in slices of the loop's turns, and gives what each slice found. */
export async function* inSlices(steps: Generator<FlowActivity | undefined, Activity>): AsyncGenerator<Activity> {
  for (;;) {
    const flows: FlowActivity[] = [];
    const until = performance.now() + sliceMs;
    do {
      const { done, value } = steps.next();
      if (done === true) {
        yield { ...value, flows };
        return;
      }
      if (value !== undefined) flows.push(value);
    } while (performance.now() < until);
    if (flows.length > 0) yield { target: '', at: 0, flows, liveActivations: 0, cut: false };
    await new Promise<void>(resolve => setImmediate(resolve));
  }
}
