import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { findingKinds } from '../../wire/protocol/index.ts';
import { exceptionWords, sourceWords, wantedFilters } from './mark-words.ts';
import { readSettings } from './settings.ts';

const plain = readSettings({});
const bound = readSettings({ session: 'ann', match: ['header:x-debug=ann'] });

test('a breakpoint stops; one of flows holds, and may stop where that cannot be', () => {
  const kindOf = (settings = plain, more = {}, file = '/shop.ts') => {
    const { words } = sourceWords(file, 3, { line: 3, ...more }, settings);
    return [words.kind, words.orStop === true];
  };
  deepEqual(kindOf(), ['stop', false]);
  deepEqual(kindOf(bound), ['hold', true]);
  deepEqual(kindOf(readSettings({ session: 'ann' })), ['hold', true]);
  deepEqual(kindOf(readSettings({ mode: 'hold' })), ['hold', false]);
  deepEqual(kindOf(readSettings({ match: 'path:/buy', mode: 'stop' })), ['stop', false]);
  deepEqual(kindOf(bound, { mode: 'stop' }), ['stop', false]);
  deepEqual(kindOf(plain, { mode: 'hold' }), ['hold', false]);
  deepEqual(kindOf(bound, {}, '/shop.py'), ['stop', false]);
  deepEqual(kindOf(bound, { logMessage: 'hi' }), ['log', false]);
});

test('conditions and counts', () => {
  const asked = { line: 3, condition: ' total > 3 ', hitCondition: '>=2' };
  deepEqual(sourceWords('/shop.ts', 3, asked, plain), {
    words: { kind: 'stop', place: { file: '/shop.ts', line: 3 }, condition: 'total > 3' },
    limits: { fromHit: 2 },
  });
  const blank = { line: 3, condition: ' ', hitCondition: '', logMessage: '' };
  deepEqual(sourceWords('/shop.ts', 3, blank, plain).words, { kind: 'stop', place: { file: '/shop.ts', line: 3 } });
});

test('exception filters, with names, expressions and kinds of findings', () => {
  const wordsOf = (filter: string, condition?: string, settings = plain) => {
    const asked =
      condition === undefined
        ? { filters: [filter] }
        : { filters: [], filterOptions: [{ filterId: filter, condition }] };
    return wantedFilters(asked).flatMap(wanted => exceptionWords(wanted, settings));
  };
  deepEqual(wordsOf('throw'), [{ kind: 'stop', place: { on: 'throw' } }]);
  deepEqual(wordsOf('throw', 'TypeError'), [{ kind: 'stop', place: { on: 'throw', name: 'TypeError' } }]);
  deepEqual(wordsOf('throw', 'error.code === 3'), [
    { kind: 'stop', place: { on: 'throw' }, condition: 'error.code === 3' },
  ]);
  deepEqual(wordsOf('uncaught', 'TypeError'), [{ kind: 'stop', place: { on: 'uncaught', name: 'TypeError' } }]);
  deepEqual(wordsOf('uncaught', 'error.code === 3'), [
    { kind: 'stop', place: { on: 'uncaught' }, condition: 'error.code === 3' },
  ]);
  equal(wordsOf('finding').length, findingKinds.length);
  deepEqual(wordsOf('finding', 'lock-cycle, task-slow', readSettings({ mode: 'hold' })), [
    { kind: 'hold', place: { on: 'finding', kind: 'lock-cycle' } },
    { kind: 'hold', place: { on: 'finding', kind: 'task-slow' } },
  ]);
  throws(() => wordsOf('finding', 'lock-ring'), { code: 'bad-option' });
  throws(() => wordsOf('all'), { code: 'bad-option', message: /There are uncaught, throw, finding/ });
});
