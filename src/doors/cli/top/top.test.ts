import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { fail } from '../../../base/index.ts';
import { FakeClock } from '../../../testing/fake-clock.ts';
import type { FlowActivity } from '../../../wire/protocol/index.ts';
import type { FullScreen, FullScreenListener } from '../full-screen.ts';
import { card, event, figures, finding, flowOf, flowsOf, state, target } from './book-in-tests.ts';
import { textWidth } from './text-width.ts';
import { Top, type TopOptions } from './top.ts';
import { TopBook } from './top-book.ts';

/** A terminal that keeps the picture it shows. */
class FakeScreen implements FullScreen {
  size = { columns: 100, rows: 20 };
  lines: readonly string[] = [];
  listener: FullScreenListener | undefined;
  suspended = 0;
  drawn = 0;

  open(listener: FullScreenListener): void {
    this.listener = listener;
  }

  draw(lines: readonly string[]): void {
    this.lines = lines;
    this.drawn++;
  }

  redraw(): void {
    this.lines = [];
  }

  suspend(): void {
    this.suspended++;
  }

  close(): void {
    this.listener = undefined;
  }

  type(keys: string): void {
    this.listener?.onKeys(keys);
  }

  get text(): string {
    return stripVTControlCharacters(this.lines.join('\n'));
  }

  /** Of the rows, those of the first column. */
  get chosen(): string | undefined {
    return this.text
      .split('\n')
      .find(line => line.startsWith('>'))
      ?.replaceAll(/ +/g, ' ');
  }
}

class Sitting {
  readonly clock = new FakeClock(2_000);
  readonly screen = new FakeScreen();
  readonly book = new TopBook();
  readonly asked: string[] = [];
  flows: FlowActivity[] = [flowOf('a.1'), flowOf('a.2', { state: 'held', sessions: ['ann'] }, 5_000), flowOf('a.10')];
  trouble: Error | undefined;
  lookMs = 0;
  isSilent = false;
  readonly top: Top;
  readonly exit: ReturnType<Top['run']>;

  constructor(more: Partial<TopOptions> = {}, colours = false) {
    this.book.takeState(state({ findings: [finding()] }), 0, card);
    this.top = new Top({
      ports: { clock: this.clock, cwd: '/home/ann', outColours: colours },
      screen: this.screen,
      book: this.book,
      everyMs: 1_000,
      line: {
        lookAtFlows: async () => {
          this.asked.push('flows');
          this.clock.advance(this.lookMs);
          if (this.trouble !== undefined) throw this.trouble;
          const silent = { at: 2_000, targets: [{ target: 'a', info: target('a') }] };
          this.book.takeFlows(this.isSilent ? silent : flowsOf(this.flows));
        },
        lookAtReports: async () => void this.asked.push('reports'),
        flow: async id => {
          this.asked.push(id);
          const flow = this.flows.find(one => one.id === id);
          return flow && { flow, parent: undefined, at: 2_000 };
        },
      },
      ...more,
    });
    this.exit = this.top.run();
  }

  async passes(ms: number): Promise<void> {
    await this.clock.advanceAsync(ms);
  }
}

async function sit(more?: Partial<TopOptions>, colours?: boolean): Promise<Sitting> {
  const sitting = new Sitting(more, colours);
  await sitting.passes(0);
  return sitting;
}

test('flows stand below who they are of, and the row that is chosen is marked', async () => {
  const { screen, top, book } = await sit();
  book.takeEvent(event('system', { run: '', figures: figures(1_000, 120, 80) }));
  top.changed();
  screen.type('\u001b[B');
  match(screen.text, /^eddy top {2}shop \(pid 5\), up .* every 1\.0 s\n/);
  match(screen.text, /\nflows 3 {3}held 1 {3}findings 1 \(1 error\) {3}CPU 12 % {3}memory 64 MiB\n/);
  match(
    screen.text,
    /\n {2}shop\.ts 11 {3}CPU 12 % {3}loop 8\.0 % busy, late 3 ms \(worst 9 ms\) {3}\(since it began\)\n/,
  );
  match(screen.text, /\n\[1 flows 3\] {2}2 findings 1 /);
  match(screen.chosen!, /^> a\.2 held 5\.0 s .*GET \/a\.2 shop\.ts:42 \(buy\)/);
  equal(screen.lines.length, screen.size.rows);
});

test('s sorts by the next column, r turns round, and the chosen flow stays the chosen one', async () => {
  const { screen } = await sit();
  const order = () => screen.text.match(/(?<=^[> ] )a\.\d+/gm);
  deepEqual(order(), ['a.1', 'a.2', 'a.10']);
  screen.type('\u001b[F');
  match(screen.chosen!, /^> a\.10 /);
  screen.type('s');
  deepEqual(order(), ['a.2', 'a.1', 'a.10']);
  screen.type('sr');
  deepEqual(order(), ['a.1', 'a.10', 'a.2']);
  match(screen.chosen!, /^> a\.10 /);
  match(screen.text, /FOR▲/);
});

test('a filter acts while it is typed; Escape takes it back', async () => {
  const { screen } = await sit();
  screen.type('/state=hel');
  match(screen.text, /\[1 flows 1 of 3\]/);
  match(screen.text, /filter: state=hel_/);
  screen.type('\u001b');
  match(screen.text, /\[1 flows 3\]/);
  screen.type('/nothing\r');
  match(screen.text, /none of 3 flows has "nothing"/);
  match(screen.text, /filter: nothing {3}q quit/);
});

test('Enter opens a flow with its await chain, as long as it lives', async () => {
  const sitting = await sit();
  const { screen } = sitting;
  screen.type('\r');
  await sitting.passes(0);
  match(
    screen.text,
    /\na\.1 GET \/a\.1 \(request\), waiting, .*\nstarted with the program.*\n {2}buy {2}shop\.ts:42 {2}awaits for 100 ms\n/,
  );
  sitting.flows = [];
  await sitting.passes(1_000);
  match(screen.text, /flow a\.1 has ended\n\na\.1 GET/);
  screen.type('\u001b');
  match(screen.text, /no flow is alive/);
});

test('a finding is opened with its stacks, a process with its figures', async () => {
  const { screen } = await sit();
  screen.type('2\r');
  match(screen.text, /error scope-crossed\nScope "x" was.*\nto do: Enter and exit it in one flow\.\nseen once/);
  match(screen.text, /entered {2}shop\.ts:7 \(open\)\n {4}open \(\/home\/ann\/shop\.ts:7:1\)/);
  screen.type('q4\r');
  match(screen.text, /shop\.ts 11, target a, Node 26\.0\.0\n.*\n\nCPU {9}- of one core/);
});

test('paused, nothing is asked, and the picture is of then', async () => {
  const sitting = await sit();
  const before = sitting.asked.length;
  sitting.screen.type('p');
  await sitting.passes(10_000);
  equal(sitting.asked.length, before);
  match(sitting.screen.text, /paused, as of /);
  sitting.screen.type('p');
  await sitting.passes(0);
  ok(sitting.asked.length > before);
});

test('a look takes at most a tenth of the time', async () => {
  const sitting = await sit();
  const looks = () => sitting.asked.filter(what => what === 'flows').length;
  sitting.lookMs = 500;
  await sitting.passes(1_000);
  const before = looks();
  await sitting.passes(4_000);
  equal(looks(), before);
  await sitting.passes(2_000);
  equal(looks(), before + 1);
});

test('a target that gives no answer is named, and makes looks no rarer', async () => {
  const sitting = await sit();
  sitting.lookMs = 2_000;
  sitting.isSilent = true;
  await sitting.passes(1_000);
  const before = sitting.asked.length;
  await sitting.passes(4_000);
  ok(sitting.asked.length > before);
  match(sitting.screen.text, /shop\.ts 11 gives no answer \(busy, blocked or stopped\): it has said nothing yet/);
});

test('why a look failed stands below; that the hub is away, above', async () => {
  const sitting = await sit();
  sitting.trouble = fail('no-answer', 'The run did not answer.');
  await sitting.passes(1_000);
  match(sitting.screen.text, /\nThe run did not answer\.$/);
  sitting.trouble = fail('closed', 'gone');
  sitting.book.takeAway();
  await sitting.passes(1_000);
  match(sitting.screen.text, /the hub is away; it is dialled again\n(.*\n)*q quit/);
});

test('whatever the size, no line is wider than the terminal and none too many', async () => {
  const sitting = await sit({}, true);
  sitting.flows = [
    flowOf('a.1', { name: '日本語の名前'.repeat(9), holds: ['lock "x"'] }),
    flowOf('a.2', { name: '\u001b[2J' }),
  ];
  await sitting.passes(1_000);
  for (const tab of ['1', '2', '3', '4', '1\r', '2\r', '?']) {
    sitting.screen.type(tab);
    await sitting.passes(0);
    for (const columns of [1, 7, 20, 43, 80, 200]) {
      for (const rows of [1, 3, 6, 12, 50]) {
        sitting.screen.size = { columns, rows };
        sitting.screen.listener?.onChange();
        const { lines } = sitting.screen;
        ok(lines.length <= rows, `${lines.length} lines of ${rows}`);
        for (const line of lines) {
          const bare = stripVTControlCharacters(line);
          ok(textWidth(bare) <= columns, `${JSON.stringify(line)} is wider than ${columns}`);
        }
        ok(!lines.join('').includes('\u001b[2J'));
      }
    }
    sitting.screen.type('\u001b');
  }
});

test('h and ? say the keys, in words that fit into 80 columns, and any key closes them', async () => {
  const sitting = await sit();
  for (const key of ['h', '?']) {
    sitting.screen.type(key);
    match(sitting.screen.text, /\nh, \? +this; any key closes it\nq, Ctrl-C +leave\n/);
    ok(sitting.screen.text.split('\n').every(line => !line.endsWith('…')));
    sitting.screen.type('q');
    match(sitting.screen.text, /\n> a\.1 /);
  }
});

test('of a Python program there are loop and tasks, and a dash for the heap', async () => {
  const sitting = await sit();
  const { loop, process } = figures(1_000, 100, 250);
  const { rssBytes, cpuUserMs } = process!;
  const said = { process: { rssBytes, cpuUserMs, cpuSystemMs: 0 }, loop, tasks: { live: 3, total: 7 } };
  sitting.screen.size = { columns: 120, rows: 24 };
  sitting.book.takeEvent(event('system', { run: '', figures: said as never }));
  sitting.screen.type('4');
  await sitting.passes(1_000);
  match(sitting.screen.text, /\n> .+ 64 MiB +- +25 % +3 ms +9 ms +3 +3 +yes/);
  sitting.screen.type('\r');
  match(sitting.screen.text, /\nmemory +64 MiB\n.*\ntasks +3 of 7 are alive\n/);
});

test('news that nobody asked for are drawn together', async () => {
  const sitting = await sit();
  const before = sitting.screen.drawn;
  for (let at = 0; at < 1_000; at++) sitting.top.changed();
  await sitting.passes(300);
  ok(sitting.screen.drawn - before <= 2);
});

const ways: readonly [string, (sitting: Sitting) => void, object][] = [
  ['q', ({ screen }) => screen.type('q'), { status: 0 }],
  ['Ctrl-C', ({ screen }) => screen.type('\u0003'), { signal: 'SIGINT' }],
  ['a signal', ({ top }) => top.end({ signal: 'SIGTERM' }), { signal: 'SIGTERM' }],
  ['the end of the run', ({ top }) => top.end({ status: 0 }), { status: 0 }],
  ['a terminal that hangs up', ({ screen }) => screen.listener?.onGone(), { status: 0 }],
];
for (const [what, leave, exit] of ways) {
  test(`the terminal is given back: ${what}`, async () => {
    const sitting = await sit();
    leave(sitting);
    deepEqual(await sitting.exit, exit);
    equal(sitting.screen.listener, undefined);
    await sitting.passes(5_000);
    equal(sitting.clock.pending, 0);
  });
}

test('Ctrl-Z gives the terminal back, and the job stops', async () => {
  const { screen } = await sit();
  screen.type('\u001a');
  equal(screen.suspended, 1);
});

test('ten thousand flows are put in order once for all keys', async () => {
  const sitting = await sit();
  sitting.flows = Array.from({ length: 10_000 }, (_, at) => flowOf(`a.${at + 1}`));
  await sitting.passes(1_000);
  const { list } = (await import('./tabs.ts')).tabs[0]!;
  equal(list(sitting.book, { sort: { key: 'id', isTurned: true }, filter: '' }, '/').ids[0], 'a.10000');
  sitting.screen.type('\u001b[F');
  match(sitting.screen.chosen!, /^> a\.10000 /);
  sitting.screen.type('\u001b[5~\u001b[A');
  match(sitting.screen.chosen!, /^> a\.99\d\d /);
});
