import { Context, type Runtime } from '../runtime/inside.ts';

/**
 * A flow that must find itself again after each kind of wait. Context can be lost when a debugger or another hook is in
 * the process (nodejs/node 43148): then nothing we say about flows could be relied on, and we say that instead.
 */
export function flyCanary(rt: Runtime): void {
  const context = new Context(rt.main);
  const check = (after: string) => {
    if (rt.store() === context) return;
    rt.isolation = false;
    rt.notes.add(`The canary lost its flow after ${after}: flows cannot be told apart in this process.`);
  };
  rt.run(context, () => {
    check('entering');
    void (async () => {
      await undefined;
      check('an await');
      rt.clock.after(0, () => check('a timer'));
    })();
  });
  if (rt.store() !== undefined) rt.isolation = false;
}
