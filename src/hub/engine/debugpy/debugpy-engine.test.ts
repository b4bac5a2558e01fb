import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { fail, systemClock } from '../../../base/index.ts';
import type { Answer, Ask, DebugpyAsk, OrderName, TargetInfo, TargetLine } from '../../../wire/protocol/index.ts';
import type { Engine } from '../../session/index.ts';
import { DebugpyEngine } from './debugpy-engine.ts';

const info: TargetInfo = {
  id: 'a',
  kind: 'process',
  pid: process.pid,
  thread: 0,
  node: '',
  python: '3.11.2',
  argv: [],
  started: 1,
  isolation: true,
  notes: [],
};

/** Targets that note what they are asked, and answer that nothing is bound. */
class Targets implements Engine {
  readonly asked: [string, OrderName, unknown][] = [];
  #wake = () => {};

  async order<N extends OrderName>(target: string, name: N, ask: Ask<N>): Promise<Answer<N>> {
    this.asked.push([target, name, ask]);
    this.#wake();
    const answers: Partial<Record<OrderName, unknown>> = {
      plan: { bindings: [] },
      debugpy: { bindings: [] },
      holds: { holds: [] },
      resume: { resumed: true, conflicts: [] },
    };
    if (answers[name] === undefined) throw fail('unknown-id', `Nothing is held: ${name}.`);
    return answers[name] as Answer<N>;
  }

  async debugpy(isIt: (ask: DebugpyAsk) => boolean): Promise<DebugpyAsk> {
    for (;;) {
      const found = this.asked.find(([, name, ask]) => name === 'debugpy' && isIt(ask as DebugpyAsk));
      if (found !== undefined) return found[2] as DebugpyAsk;
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    }
  }
}

function open() {
  const targets = new Targets();
  const engine = new DebugpyEngine({ targets, clock: systemClock });
  return { targets, engine };
}

const wanted = (more: object): TargetLine => ({
  say: 'breakpoints',
  target: 'a',
  wanted: { revision: 1, python: '/nowhere/python3', debugpy: '/nowhere', files: [], ...more },
});

test('a target that is no Python one is asked itself, whatever it is', async t => {
  const { targets, engine } = open();
  t.after(() => engine.close());
  engine.take({ say: 'target', target: { ...info, node: '26.0.0', python: undefined } as never });
  deepEqual(await engine.order('a', 'resume', { hold: 'h1' }), { resumed: true, conflicts: [] });
  await rejects(engine.order('a', 'evaluate', { hold: 'h1', expression: '1' }), { code: 'unknown-id' });
  deepEqual(
    targets.asked.map(([, name]) => name),
    ['resume', 'evaluate'],
  );
});

test('without lines to watch no debugpy is there, and its target answers for itself', async t => {
  const { targets, engine } = open();
  t.after(() => engine.close());
  engine.take({ say: 'target', target: info });
  deepEqual(await engine.order('a', 'plan', { plan: {} as never }), { bindings: [] });
  deepEqual(await engine.order('a', 'holds', {}), { holds: [] });
  await rejects(engine.order('a', 'evaluate', { hold: 's1', expression: '1' }), { code: 'closed' });
  engine.take(wanted({}));
  deepEqual((await targets.debugpy(ask => ask.set !== undefined)).set, { revision: 1, files: [] });
});

test('a program that a target names is started only where it is what that process is run by', async t => {
  const { targets, engine } = open();
  t.after(() => engine.close());
  engine.take({ say: 'target', target: info });
  engine.take(wanted({ files: [{ file: '/app/shop.py', lines: [{ line: 1, condition: 'True' }] }] }));
  const { trouble } = await targets.debugpy(ask => ask.trouble !== undefined);
  match(String(trouble), /not run by \/nowhere\/python3|no debugpy in \/nowhere/);
  engine.gone('a');
  const before = targets.asked.length;
  engine.take(wanted({ revision: 2 }));
  equal(targets.asked.length, before);
});
