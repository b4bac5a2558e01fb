import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { fail } from '../../../base/index.ts';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { noPlane } from '../../../testing/no-plane.ts';
import type { ControlAnswer, ControlName, EddyEvent, EventKind, Hold } from '../../../wire/protocol/index.ts';
import type { Hub } from '../../client/index.ts';
import { HoldPrompt } from './hold-prompt.ts';
import type { Screen, ScreenListener } from './screen.ts';

/** A terminal that writes down what it shows. */
class FakeScreen implements Screen {
  text = '';
  listener: ScreenListener | undefined;
  isOurs = true;

  open(listener: ScreenListener): boolean {
    if (this.isOurs) this.listener = listener;
    return this.isOurs;
  }

  ask(prompt: string): void {
    if (this.listener !== undefined) this.text += prompt;
  }

  print(text: string): void {
    this.text += text;
  }

  close(): void {
    if (this.listener !== undefined) this.text += '[closed]';
    this.listener = undefined;
  }
}

const hold = (id: string, more: Partial<Hold> = {}): Hold => ({
  id,
  target: 'a',
  probe: 'p1',
  session: 's1',
  kind: 'hold',
  flow: `a.${id}`,
  flowName: 'GET /buy',
  place: { file: '/home/ann/not-there.ts', line: 4, column: 1, function: 'buy' },
  since: 9000,
  stack: [],
  holds: [],
  waiters: [],
  ...more,
});

type Answers = { [N in ControlName]?: () => ControlAnswer<N> };

function attach(answers: Answers = {}) {
  const screen = new FakeScreen();
  const asked: [ControlName, unknown][] = [];
  const run = { held: [] as Hold[], isClosed: false };
  const all: Answers = {
    holds: () => ({ holds: run.held, silent: [] }),
    variables: () => ({
      variables: [
        { name: 'total', value: 3, editable: true, own: true },
        { name: 'shop', value: 'tea', editable: false, own: false },
      ],
    }),
    ...answers,
  };
  const hub: Hub = {
    run: { version: 1, pid: 5, words: ['shop.ts'], cwd: '/', started: 1 },
    async ask(name, ask) {
      asked.push([name, ask]);
      const answer = all[name];
      if (answer === undefined || run.isClosed) throw fail('closed', `No ${name}.`);
      return answer() as never;
    },
    follow: async () => {},
    waitFor: () => Promise.reject(new Error('not here')),
    ended: Promise.resolve(),
    close: () => {
      run.isClosed = true;
    },
  };
  const prompt = new HoldPrompt(
    {
      version: '1',
      cwd: '/home/ann',
      colours: false,
      outColours: false,
      clock: new FakeClock(10_000),
      out: text => screen.print(`[out: ${text}]`),
      err: text => screen.print(`[err: ${text}]`),
      run: () => Promise.reject(new Error('not here')),
      dial: async () => hub,
      runs: async () => [],
      plane: noPlane,
    },
    screen,
  );
  /** What is shown from now until all is done. */
  const shown = async (act: () => void): Promise<string> => {
    screen.text = '';
    act();
    await prompt.waitForIdle();
    return screen.text;
  };
  const event = (kind: EventKind, id: string, more = {}): EddyEvent => ({
    ...{ seq: 1, at: 1, kind, target: 'a', session: 's1', data: { hold: id, ...more } },
  });
  const arrive = (one: Hold) => {
    run.held = [...run.held, one];
    return shown(() => prompt.onEvent(event('held', one.id)));
  };
  const typed = (line: string) => shown(() => screen.listener?.onLine(line));
  return { prompt, screen, asked, run, shown, event, arrive, typed };
}

test('what is held is shown with its place and its own variables, and a prompt', async () => {
  const { arrive } = attach();
  equal(
    await arrive(hold('h1')),
    'h1  held at not-there.ts:4 (buy) for 1.0 s\n  flow a.h1 GET /buy, by p1 of session s1\n  total  3\neddy h1> ',
  );
});

test('a line is asked of the hold that is shown, and its answer stands above the next prompt', async () => {
  const { arrive, typed, asked } = attach({ evaluate: () => ({ value: 6 }) });
  await arrive(hold('h1'));
  equal(await typed('total * 2'), '6\neddy h1> ');
  deepEqual(
    asked.filter(([name]) => name === 'evaluate'),
    [['evaluate', { hold: 'h1', expression: 'total * 2' }]],
  );
  equal(await typed(''), 'eddy h1> ');
  match(await typed('help'), /^vars .*eddy h1> $/s);
  match(await typed('set total'), /^eddy: eddy set: to what\?.*\neddy h1> $/);
});

test('another that comes meanwhile is told in a line, and can be chosen', async () => {
  const { arrive, typed, screen } = attach();
  await arrive(hold('h1'));
  equal(await arrive(hold('h2')), 'eddy: held h2  (eddy vars h2, eddy resume h2)\neddy h1> ');
  match(await typed('hold h2'), /^h2 {2}held at .*eddy h2> $/s);
  equal(await typed('hold h9'), 'nothing is held as "h9"; held are: h1, h2\neddy h2> ');
  deepEqual(screen.listener?.complete('hold h'), [['h1', 'h2'], 'h']);
  deepEqual(screen.listener?.complete('sh'), [['shop'], 'sh']);
});

test('let go: the next one that is held is shown; with none the terminal is given back', async () => {
  const run: { go: () => void } = { go: () => {} };
  const it = attach({
    resume: () => {
      run.go();
      return { holds: [{ hold: 'h', target: 'a', resumed: true, conflicts: [] }] };
    },
  });
  await it.arrive(hold('h1'));
  await it.arrive(hold('h2'));
  run.go = () => {
    const [{ id }] = it.run.held as [Hold];
    it.run.held = it.run.held.slice(1);
    it.prompt.onEvent(it.event('resumed', id, { why: 'resumed' }));
  };
  match(await it.typed('c'), /^h: goes on\nh2 {2}held at .*eddy h2> $/s);
  equal(await it.typed('c'), '[closed]h: goes on\n');
  match(await it.arrive(hold('h3')), /^h3 {2}held/);
});

test('a step shows the place that it comes to once, or says that it has not come there', async () => {
  const next = hold('h2', { flow: 'a.h1', place: { file: 'x.ts', line: 5, column: 1, function: 'buy' } });
  const it = attach({
    step: () => {
      it.run.held = [next];
      it.prompt.onEvent(it.event('resumed', 'h1', { why: 'step over' }));
      it.prompt.onEvent(it.event('held', 'h2'));
      return { resumed: true, conflicts: [], next };
    },
  });
  await it.arrive(hold('h1'));
  equal(
    await it.typed('n'),
    'h2  held at x.ts:5 (buy) for 1.0 s\n  flow a.h1 GET /buy, by p1 of session s1\n  total  3\neddy h2> ',
  );
  const late = attach({
    step: () => {
      late.run.held = [];
      return { resumed: true, conflicts: [] };
    },
  });
  await late.arrive(hold('h1'));
  equal(await late.typed('o'), '[closed]h1 goes on; it has not come to its next place yet. See: eddy holds\n');
});

test('one that goes on by itself is told with the reason', async () => {
  const { arrive, shown, prompt, event, run } = attach();
  await arrive(hold('h1'));
  run.held = [];
  equal(
    await shown(() => prompt.onEvent(event('resumed', 'h1', { why: 'its limit passed' }))),
    'eddy: resumed h1: its limit passed\n[closed]',
  );
});

test('who leaves is told what stays held; later holds are told in lines', async () => {
  const { arrive, typed } = attach();
  await arrive(hold('h1'));
  equal(await typed('quit'), '[closed]eddy: still held: h1; in another terminal: eddy resume --all\n');
  equal(await arrive(hold('h2')), 'eddy: held h2  (eddy vars h2, eddy resume h2)\n');
});

test('in the background nothing is asked, and the hold is told in a line', async () => {
  const { arrive, screen } = attach();
  screen.isOurs = false;
  equal(await arrive(hold('h1')), 'eddy: held h1  (eddy vars h1, eddy resume h1)\n');
  screen.isOurs = true;
  match(await arrive(hold('h2')), /^h1 {2}held at .*eddy: held h2 .*eddy h1> $/s);
});

test('when the run ends, the prompt does; what was being asked is not missed', async () => {
  const it = attach({
    evaluate: () => {
      it.prompt.close();
      throw fail('closed', 'The run ended.');
    },
  });
  await it.arrive(hold('h1'));
  equal(await it.typed('total'), '[closed]');
});
