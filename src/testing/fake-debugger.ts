import { type DebugTrouble, LocalDesk, RemoteDebugger, type RemoteDebuggerOptions } from '../hub/debugger/index.ts';
import type { EddyEvent, EventKind } from '../wire/protocol/index.ts';
import { FakeClock } from './fake-clock.ts';
import { binds } from './fake-desk.ts';
import { FakeEngine, type FakeTargetAnswers } from './fake-engine.ts';
import { fakeInfo } from './fake-target.ts';

/** A debugger over targets that answer what a test tells them to. */
export function openDebugger(options: RemoteDebuggerOptions = {}) {
  const engine = new FakeEngine();
  const clock = new FakeClock();
  const desk = new LocalDesk({ engine, clock });
  const troubles: DebugTrouble[] = [];
  const remote = new RemoteDebugger({ desk, clock, onTrouble: one => troubles.push(one), ...options });
  let seq = 0;
  return {
    engine,
    clock,
    desk,
    remote,
    troubles,
    target(id: string, answers: FakeTargetAnswers = {}) {
      engine.targets.set(id, { plan: binds(), holds: () => ({ holds: [] }), ...answers });
      desk.take({ say: 'target', target: fakeInfo(id) });
    },
    /** A probe is hit. */
    event(kind: EventKind, probe: string, data: Record<string, unknown> = {}, more: Partial<EddyEvent> = {}) {
      const event = { seq: ++seq, at: 1, kind, target: 'a', data: { probe, ...data }, ...more };
      desk.take({ say: 'event', event });
    },
  };
}
