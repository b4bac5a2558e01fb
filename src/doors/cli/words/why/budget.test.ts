import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { paintFor } from '../paint.ts';
import type { Answer, PlaceWords } from './answer.ts';
import { minTokens, parseBudget, tokensOf, withinBudget } from './budget.ts';
import { page } from './page.ts';

const place = (role: string): PlaceWords => ({
  role,
  file: `src/${'deep/'.repeat(20)}shop.ts`,
  line: 42,
  flow: 'abc.12',
  forMs: 1200,
  fromProgram: { function: 'buy', source: 'await pay(“訂單”, total, 訂單, 訂單)', flowName: 'GET /buy' },
});
const other = { kind: 'task-slow', severity: 'warning', count: 3, link: 'same time', at: place('awaiting') } as const;
const full: Answer = {
  version: 1,
  root: {
    kind: 'generator-return-stuck',
    severity: 'potential',
    count: 123456,
    firstMs: 1000,
    lastMs: 999999,
    hint: 'Do this. '.repeat(20),
    fromProgram: { message: 'x'.repeat(400), flows: ['abc.12 GET /buy', 'abc.13 GET /pay'] },
  },
  evidence: ['holds', 'waits', 'awaits', 'awaits', 'awaits'].map(place),
  explained: [other, other, other, other],
  others: [other, other, other, other],
  tests: {
    total: 40,
    failed: 3,
    hanging: 2,
    first: ['thrown', 'thrown', 'was', 'awaits', 'stands'].map(role => ({
      state: 'failed' as const,
      at: place(role),
      fromProgram: { name: 'cart > sells', error: 'Error: milk is sold out' },
    })),
  },
  uncaught: { at: place('thrown'), fromProgram: { error: 'y'.repeat(240) } },
  waiting: ['awaits', 'awaits', 'awaits', 'awaits', 'awaits'].map(place),
  end: { how: 'signal', signal: 'SIGVTALRM', afterMs: 1234567, timeUp: true },
  observed: { processes: 1, threads: 2, told: 2, flows: 3, tasks: 4, findings: 5, gatedFiles: 6, gatedFunctions: 7 },
  sure: { level: 'high', because: ['One reason.', 'Two reasons.', 'Three reasons.'] },
  notObserved: ['a', 'b', 'c', 'd', 'e'].map(what => ({ what, fromProgram: 'z'.repeat(240) })),
  next: { command: `eddy run -- ${'word '.repeat(200)}`, why: 'Because.' },
  cut: [],
};
const says: Record<string, (answer: Answer) => string> = {
  text: answer => page(answer, paintFor(false)),
  JSON: answer => `${JSON.stringify(answer)}\n`,
};

for (const [form, say] of Object.entries(says)) {
  test(`never more than N tokens, as ${form}; and what was cut is named`, () => {
    let most = 0;
    for (let tokens = minTokens; tokens < 6000; tokens += 7) {
      const told = withinBudget(full, tokens, say);
      const took = tokensOf(say(told));
      ok(took <= tokens, `${took} of ${tokens}`);
      ok(told.root?.kind === full.root?.kind && told.end.how === 'signal');
      equal(told.cut.length > 0, JSON.stringify({ ...told, cut: [] }) !== JSON.stringify(full), String(tokens));
      most = Math.max(most, took);
    }
    ok(most > 1000);
  });
}

test('all of it where there is room', () => {
  const { cut, ...all } = withinBudget(full, 100_000, says.JSON!);
  deepEqual([{ ...all, cut: [] }, cut], [full, []]);
});

test('the next command and a place outlive reasons and other findings', () => {
  const told = withinBudget({ ...full, next: { command: 'eddy run -- a.ts', why: 'Because.' } }, 200, says.text!);
  deepEqual([told.next?.command, told.others, told.explained], ['eddy run -- a.ts', undefined, undefined]);
});

test('tokens are counted by bytes: what is no English costs more', () => {
  deepEqual([tokensOf('abc'), tokensOf('abcd'), tokensOf('訂單')], [1, 2, 2]);
});

test('a budget is a number that has room for something', () => {
  equal(parseBudget('600'), 600);
  for (const text of ['99', '0', '-1', '1e3', 'many', '']) throws(() => parseBudget(text), { code: 'bad-option' });
});
