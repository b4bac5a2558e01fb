import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { card, event, figures, finding, flowOf, flowsOf, state, target } from './book-in-tests.ts';
import { TopBook } from './top-book.ts';

function bookOf(more = {}, hub = card, wanted?: string): TopBook {
  const book = new TopBook(wanted);
  book.takeState(state(more), 0, hub);
  return book;
}

test('shares are of the time between two tellings; the first, of all the time since it began', () => {
  const book = bookOf();
  book.takeEvent(event('system', { run: '', figures: figures(1_000, 100, 200) }));
  const [first] = book.targets;
  deepEqual([first!.figures?.cpuPercent, first!.figures?.loopPercent, first!.figures?.sinceItBegan], [10, 20, true]);
  book.takeEvent(event('system', { run: '', figures: figures(2_000, 600, 950) }));
  const [second] = book.targets;
  deepEqual(
    [second!.figures?.cpuPercent, second!.figures?.loopPercent, second!.figures?.sinceItBegan],
    [50, 75, false],
  );
});

test('what a target does not tell, or tells backwards, is absent', () => {
  const book = bookOf();
  book.takeEvent(event('system', { run: '', figures: { process: { rssBytes: 5 } } }));
  const told = () => book.targets[0]?.figures;
  deepEqual(told(), { rssBytes: 5, sinceItBegan: true });
  book.takeEvent(event('system', { run: '', figures: figures(1_000, 500, 100) }));
  book.takeEvent(event('system', { run: '', figures: figures(2_000, 400, 200) }));
  equal(told()?.cpuPercent, undefined);
  book.takeEvent(event('system', { run: '', figures: 'nonsense' }));
  equal(told()?.rssBytes, 64 * 1024 ** 2);
});

test('where a target does not say how long it has run, the time between two tellings counts', () => {
  const book = bookOf();
  const say = (at: number, cpuUserMs: number) => {
    const said = { process: { cpuUserMs, cpuSystemMs: 0 } };
    book.takeEvent({ ...event('system', { run: '', figures: said }), at });
  };
  say(1_000, 500);
  equal(book.targets[0]?.figures?.cpuPercent, undefined);
  say(3_000, 1_000);
  equal(book.targets[0]?.figures?.cpuPercent, 25);
});

test('of a worker it is the thread’s CPU, and its process gives it its name', () => {
  const book = bookOf({ targets: [target('a'), target('b', { kind: 'worker', thread: 2, argv: [] })] });
  const { process, loop } = figures(1_000, 900, 500);
  book.takeEvent(event('system', { run: '', figures: { process, loop: { ...loop, cpuMs: 250 } } }, 'b'));
  const worker = book.targets[1]!;
  deepEqual([worker.title, worker.figures?.cpuPercent], ['shop.ts 11 thread 2', 25]);
});

test('one mistake in two threads is one row; a finding that is taken back goes', () => {
  const book = bookOf({ findings: [finding()] });
  book.takeEvent(
    event('finding', { run: '', finding: finding({ target: 'b', count: 4, lastAt: 9_000 }), again: true }),
  );
  const [row, ...others] = book.findings;
  deepEqual([row!.count, row!.lastAt, row!.targets, others], [5, 9_000, ['a', 'b'], []]);
  book.takeEvent(event('finding', { run: '', finding: finding({ target: 'b', count: 0 }), again: true }));
  equal(book.findings[0]!.count, 1);
});

test('a target that gives no answer is shown with what it said last', () => {
  const book = bookOf();
  const flows = { total: 1, live: 1, dropped: 0, items: [{ id: 'a.9', name: 'old', kind: 'task', started: 1_500 }] };
  const silent = { code: 'no-answer', message: 'It did not answer.' };
  book.takeFlows({
    at: 4_000,
    targets: [{ target: 'a', info: target('a'), error: silent, last: { at: 3_000, sections: { flows } } }],
  });
  deepEqual([book.flows[0]!.state, book.flows[0]!.ageMs], ['unknown', 2_500]);
  deepEqual([book.targets[0]!.silent, book.targets[0]!.lastSaidAt], ['It did not answer.', 3_000]);
  book.takeFlows(flowsOf([flowOf('a.1')]));
  equal(book.targets[0]!.silent, undefined);
});

test('of a hub that stays, one run can be meant', () => {
  const hub = { ...card, name: 'main', stays: true } as const;
  const run = (id: string, name: string) => ({ id, name, words: ['x'], cwd: '/', pid: 1, started: 1 });
  const targets = [target('a', { pid: 11 }), { ...target('b', { pid: 22 }), run: 'r2' }];
  const more = { runs: [run('r1', 'shop'), run('r2', 'bank')], targets: [{ ...targets[0]!, run: 'r1' }, targets[1]!] };
  const shown = (wanted?: string) => {
    const book = bookOf(more, hub, wanted);
    return [book.runIds, book.targets.map(({ id }) => id)];
  };
  deepEqual(shown('bank'), [['r2'], ['b']]);
  deepEqual(shown('11'), [['r1'], ['a']]);
  deepEqual(shown('main'), [
    ['r1', 'r2'],
    ['a', 'b'],
  ]);
  deepEqual(shown(), [
    ['r1', 'r2'],
    ['a', 'b'],
  ]);
});

test('a process is called by its file; one that was given its program as a word, by what runs it', () => {
  const title = (...argv: string[]) => bookOf({ targets: [target('a', { argv })] }).targets[0]!.title;
  equal(title('/usr/bin/node', '--flag', '/a/shop.ts', 'word'), 'shop.ts 11');
  equal(title('/usr/bin/python3', '-c', 'import asyncio'), 'python3 -c 11');
  equal(title('/usr/bin/node'), 'node 11');
});

test('what ended is gone, with its flows', () => {
  const book = bookOf();
  book.takeFlows(flowsOf([flowOf('a.1')]));
  book.takeEvent(event('target-ended', { pid: 11 }));
  deepEqual([book.flows, book.targets], [[], []]);
});
