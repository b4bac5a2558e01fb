import { deepEqual, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { held, openDesk } from '../../testing/fake-desk.ts';
import type { Hold } from '../../wire/protocol/index.ts';

test('the targets of holds are found, whoever holds them', async () => {
  const { ask, target } = openDesk();
  target('a', { holds: () => ({ holds: [held('h1', { since: 2 })] }), variables: () => ({ variables: [] }) });
  target('b', {
    holds: () => ({ holds: [held('h2', { since: 1 })] }),
    evaluate: ({ expression }) => ({ value: expression }),
  });
  target('c', {});
  const { holds, silent } = await ask('holds', {});
  deepEqual(
    holds.map(({ id, target }) => [id, target]),
    [
      ['h2', 'b'],
      ['h1', 'a'],
    ],
  );
  deepEqual(
    silent.map(({ target, error }) => [target, error?.code]),
    [['c', 'no-answer']],
  );
  deepEqual(await ask('evaluate', { hold: 'h2', expression: 'total' }), { value: 'total' });
});

test('two threads hold under the same id: the target in front says which', async () => {
  const { ask, target } = openDesk();
  for (const name of ['a', 'b']) {
    target(name, {
      holds: () => ({ holds: [held('h1')] }),
      evaluate: ({ hold }) => ({ value: `${name} ${hold}` }),
      resume: () => ({ resumed: true, conflicts: [] }),
    });
  }
  await ask('holds', {});
  deepEqual(
    (await ask('holds', { targets: ['b'] })).holds.map(({ target: its }) => its),
    ['b'],
  );
  deepEqual(await ask('evaluate', { hold: 'a/h1', expression: '1' }), { value: 'a h1' });
  deepEqual(await ask('evaluate', { hold: 'b/h1', expression: '1' }), { value: 'b h1' });
  deepEqual((await ask('resume', { hold: 'a/h1' })).holds[0]?.target, 'a');
  await rejects(ask('variables', { hold: 'c/h1' }), { code: 'unknown-id' });
});

test('a hold that is not there: the others are named; where a thread is silent, that is said', async () => {
  const { ask, target } = openDesk();
  target('a', { holds: () => ({ holds: [held('h1')] }) });
  await rejects(ask('variables', { hold: 'h9' }), { code: 'unknown-id', message: /"h9".*Held are: h1/ });
  target('b', {});
  await rejects(ask('variables', { hold: 'h9' }), { code: 'no-answer', message: /Whether h9 is held is not known/ });
});

test('resuming all tells each; a conflict stays held', async () => {
  const { ask, target } = openDesk();
  target('a', {
    holds: () => ({ holds: [held('h1'), held('h2')] }),
    resume: ({ hold, force }) =>
      hold === 'h1' || force ? { resumed: true, conflicts: [] } : { resumed: false, conflicts: ['total'] },
  });
  deepEqual((await ask('resume', {})).holds, [
    { hold: 'h1', target: 'a', resumed: true, conflicts: [] },
    { hold: 'h2', target: 'a', resumed: false, conflicts: ['total'] },
  ]);
  deepEqual((await ask('resume', { hold: 'h2', force: true })).holds[0]?.resumed, true);
});

test('a step answers with the place to which it came', async () => {
  const { ask, target, clock } = openDesk();
  let now: Hold[] = [held('h1')];
  const next = held('h2', { since: 9, place: { file: '/shop.ts', line: 43, column: 3, function: 'buy' } });
  target('a', {
    holds: () => ({ holds: now }),
    resume: () => {
      now = [held('h7', { flow: 'a.9' })];
      clock.after(30, () => {
        now = [...now, next];
      });
      return { resumed: true, conflicts: [] };
    },
  });
  const stepped = ask('step', { hold: 'h1', step: 'over' });
  await clock.advanceAsync(100);
  deepEqual(await stepped, { resumed: true, conflicts: [], next });
});

test('resumed by a step it is not waited for', async () => {
  const { ask, target } = openDesk();
  const asked: unknown[] = [];
  target('a', {
    holds: () => ({ holds: [held('h1')] }),
    resume: order => {
      asked.push(order);
      return { resumed: true, conflicts: [] };
    },
  });
  deepEqual((await ask('resume', { hold: 'h1', step: 'out' })).holds[0]?.resumed, true);
  deepEqual(asked, [{ hold: 'h1', step: 'out' }]);
});

test('a step that comes to no place in time says that it is under way', async () => {
  const { ask, target, clock } = openDesk();
  let now: Hold[] = [held('h1')];
  target('a', {
    holds: () => ({ holds: now }),
    resume: () => {
      now = [];
      return { resumed: true, conflicts: [] };
    },
  });
  const stepped = ask('step', { hold: 'h1', step: 'out' });
  await clock.advanceAsync(3000);
  deepEqual(await stepped, { resumed: true, conflicts: [] });
});
