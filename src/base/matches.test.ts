import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { matches } from './matches.ts';

test('a program that has made the methods of patterns its own sees nothing of it', t => {
  const { test: asked, exec } = RegExp.prototype;
  const seen: unknown[] = [];
  t.after(() => Object.assign(RegExp.prototype, { test: asked, exec }));
  RegExp.prototype.test = function (text) {
    seen.push(text);
    return asked.call(this, text);
  };
  RegExp.prototype.exec = function (text) {
    seen.push(text);
    return exec.call(this, text);
  };
  const [yes, no] = [matches(/^b/, 'bc'), matches(/^b/, 'abc')];
  Object.assign(RegExp.prototype, { test: asked, exec });
  deepEqual([yes, no, seen], [true, false, []]);
});

test('a pattern that goes on where it was goes on', () => {
  const each = /a/g;
  equal(matches(each, 'aba'), true);
  equal(each.lastIndex, 1);
  equal(matches(each, 'aba'), true);
  equal(matches(each, 'aba'), false);
});
