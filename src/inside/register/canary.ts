import { Context, type Runtime } from '../runtime/inside.ts';

/** A debugger that attaches, and a hook that loads late, are seen within this. */
const againEveryMs = 1_000;

/**
 * A flow that must find itself again after each kind of wait. Context can be lost when a debugger or another hook is in
 * the process (nodejs/node 43148): then nothing we say about flows could be relied on, and we say that instead.
 * `onLost`: at the first time.
 */
export function flyCanary(rt: Runtime, onLost: () => void = () => {}): void {
  const context = new Context(rt.main);
  const lost = (after: string) => {
    const isNews = rt.isolation;
    rt.isolation = false;
    rt.notes.add(`The canary lost its flow after ${after}: flows cannot be told apart in this process.`);
    if (isNews) rt.guard('canary', onLost);
  };
  const check = (after: string) => {
    if (rt.store() !== context) lost(after);
  };
  rt.run(context, () => {
    check('entering');
    void (async () => {
      await undefined;
      check('an await');
      rt.clock.after(0, () => check('a timer'));
    })();
  });
}

/** Now, and again and again: who takes the context away may come at any time. */
export function keepCanaryFlying(rt: Runtime, onLost: () => void, everyMs = againEveryMs): void {
  rt.clock.every(everyMs, () => {
    // Where nothing is told apart any more there is nothing to look for.
    if (rt.isolation) flyCanary(rt, onLost);
  });
}
