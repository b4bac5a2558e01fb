// What every engine does, whatever drives its targets.
import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Engine } from '../../src/hub/session/index.ts';
import type { Plan, ProbeSpec } from '../../src/wire/protocol/index.ts';

/** A program that runs under an engine: in the flow of a visit, `total` is 0 at the line. */
export interface Driven {
  readonly engine: Engine;
  readonly target: string;
  readonly place: { readonly file: string; readonly line: number };
  /** Undefined: a flow can be held there. Else it stops the whole of it, and this says why a hold is refused. */
  readonly whyNoHold?: RegExp;
  /** Ann’s flow comes to the line; settles when it is past it and all that follows. */
  visit(): Promise<unknown>;
  /** From now on it answers nothing. */
  freeze(): void | Promise<void>;
  thaw(): void;
  end(): Promise<void>;
}

/** Starts one, which ends with the test. */
export type DriveProgram = (t: TestContext) => Promise<Driven>;

const ann = { id: 's1', name: 'ann', match: [{ by: 'header', name: 'x-user', value: 'ann' }] } as const;

function planOf(revision: number, ...probes: ProbeSpec[]): Plan {
  return { revision, sessions: probes.length === 0 ? [] : [ann], probes, observeOnly: false, letGoAfterMs: 500 };
}

/** `skip`: why it cannot be here. */
export function engineConformance(kind: string, drive: DriveProgram, skip: string | false = false): void {
  test(`${kind}: a plan is answered with what became of each probe; a later one is the whole`, { skip }, async t => {
    const { engine, target, place } = await drive(t);
    const at = (id: string, line: number): ProbeSpec => {
      return { id, session: 's1', kind: 'snap', place: { file: place.file, line } };
    };
    const plan = planOf(1, at('p1', place.line), at('p2', 999_999));
    const { bindings } = await engine.order(target, 'plan', { plan });
    deepEqual(
      bindings.map(({ probe, state }) => [probe, state]),
      [
        ['p1', 'bound'],
        ['p2', 'refused'],
      ],
    );
    deepEqual(bindings[0]?.places[0]?.line, place.line);
    ok(bindings[1]?.reason);
    deepEqual(await engine.order(target, 'plan', { plan: planOf(2) }), { bindings: [] });
  });

  test(`${kind}: a flow is held, looked at and let go; what it had been held as is no more`, { skip }, async t => {
    const { engine, target, place, visit, whyNoHold } = await drive(t);
    const stands = whyNoHold === undefined ? 'hold' : 'stop';
    const hold: ProbeSpec = { id: 'p1', session: 's1', kind: stands, place, holdForMs: 600_000, maxHits: 1 };
    await engine.order(target, 'plan', { plan: planOf(1, hold) });
    deepEqual(await engine.order(target, 'holds', {}), { holds: [] });
    const visited = visit();
    const found = await heldIn(engine, target);
    deepEqual([found.probe, found.session, found.kind, found.place.line], ['p1', 's1', stands, place.line]);
    const { variables } = await engine.order(target, 'variables', { hold: found.id });
    equal(variables.find(({ name }) => name === 'total')?.value, 0);
    deepEqual(await engine.order(target, 'evaluate', { hold: found.id, expression: 'total' }), { value: 0 });
    await rejects(engine.order(target, 'evaluate', { hold: found.id, expression: 'nobodyHasThis' }), {
      code: 'bad-expression',
    });
    deepEqual(await engine.order(target, 'resume', { hold: found.id }), { resumed: true, conflicts: [] });
    await visited;
    await rejects(engine.order(target, 'variables', { hold: found.id }), { code: 'unknown-id' });
  });

  test(`${kind}: where no flow can be held a hold is refused, and nobody waits`, { skip }, async t => {
    const { engine, target, place, visit, whyNoHold } = await drive(t);
    const line = whyNoHold === undefined ? 999_999 : place.line;
    const hold: ProbeSpec = { id: 'p1', session: 's1', kind: 'hold', place: { ...place, line }, holdForMs: 600_000 };
    const { bindings } = await engine.order(target, 'plan', { plan: planOf(1, hold) });
    deepEqual(
      bindings.map(({ state, places }) => [state, places]),
      [['refused', []]],
    );
    if (whyNoHold !== undefined) match(bindings[0]?.reason ?? '', whyNoHold);
    await visit();
    deepEqual(await engine.order(target, 'holds', {}), { holds: [] });
  });

  test(`${kind}: what a probe holds goes on when a plan has it no more`, { skip }, async t => {
    const { engine, target, place, visit, whyNoHold } = await drive(t);
    const stands = whyNoHold === undefined ? 'hold' : 'stop';
    const hold: ProbeSpec = { id: 'p1', session: 's1', kind: stands, place, holdForMs: 600_000 };
    await engine.order(target, 'plan', { plan: planOf(1, hold) });
    const visited = visit();
    await heldIn(engine, target);
    await engine.order(target, 'plan', { plan: planOf(2) });
    await visited;
    deepEqual(await engine.order(target, 'holds', {}), { holds: [] });
  });

  test(`${kind}: one that does not answer, one that is not there, and one that goes are told apart`, {
    skip,
  }, async t => {
    const { engine, target, freeze, thaw, end } = await drive(t);
    await rejects(engine.order('nobody', 'holds', {}), { code: 'closed' });
    await freeze();
    await rejects(engine.order(target, 'holds', {}, 50), { code: 'no-answer' });
    thaw();
    deepEqual(await engine.order(target, 'holds', {}), { holds: [] });
    await end();
    await rejects(engine.order(target, 'holds', {}), { code: 'closed' });
  });
}

/** Asks until a flow is held; the runner's deadline ends a test that waits in vain. */
async function heldIn(engine: Engine, target: string) {
  for (;;) {
    const [hold] = (await engine.order(target, 'holds', {})).holds;
    if (hold !== undefined) return hold;
    await new Promise(resolve => setImmediate(resolve));
  }
}
