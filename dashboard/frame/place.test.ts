import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, place, readPlace } from './place.ts';

test('an address is read back as it was made', () => {
  const { view, rest, query } = readPlace(addressOf('findings', ['a/b', 'lock-cycle|holds=x:1'], { at: '5 %' }));
  deepEqual([view, rest, query.get('at')], ['findings', ['a/b', 'lock-cycle|holds=x:1'], '5 %']);
});

test('a name that is no text of Unicode has an address all the same', () => {
  deepEqual(readPlace(addressOf('flow', ['a\ud800'])).rest, ['a\ufffd']);
});

test('no address, and one that somebody wrote by hand', () => {
  equal(readPlace('').view, 'river');
  deepEqual(readPlace('#/flow/50%').rest, ['50%']);
});

test('which run is looked at goes along, unless another is said', () => {
  place.value = readPlace('#/river?run=r1&zoom=3');
  equal(addressOf('findings'), '#/findings?run=r1');
  equal(addressOf('river', [], { run: 'r2', past: 'p' }), '#/river?run=r2&past=p');
  equal(addressOf('river', [], { run: '' }), '#/river');
});
