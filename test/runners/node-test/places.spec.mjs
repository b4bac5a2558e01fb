// Tests that are asked for behind other code of their line: node:test says where each is, by line and column.
import { beforeEach, describe, it, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

const refuse = async name => {
  await pause(1);
  throw new Error(name);
};

describe('in one line', () => void it('a test', () => refuse('a test')));
describe('a hook', () => [beforeEach(() => refuse('a hook')), it('follows', () => {})]);
const ask = name => void test(name, () => refuse(name));
ask('one');
ask('two');
test('around', async t => t.test('within', () => refuse('within')));

// As find-my-way’s own tests do.
test('who counts what patterns are asked counts its own', t => {
  const { test: asked } = RegExp.prototype;
  let count = 0;
  RegExp.prototype.test = function (text) {
    count++;
    return asked.call(this, text);
  };
  t.after(() => {
    RegExp.prototype.test = asked;
  });
  t.test('inside', () => {});
  const { stack } = new Error('one');
  t.assert.equal(/places/.test(stack) && count, 1);
});
