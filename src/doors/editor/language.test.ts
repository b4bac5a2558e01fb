import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { languageOf } from './language.ts';

const python = languageOf({ id: 'a', node: '', argv: ['python3'], pid: 1 } as never);
const javaScript = languageOf(undefined);

test('what is typed to change a value in Python', () => {
  for (const [typed, path, value] of [
    ['total = 5', 'total', '5'],
    ['order["items"]=[1, 2]', 'order["items"]', '[1, 2]'],
    [' user.name = a == b ', 'user.name', 'a == b'],
    ['total = f(key=1)', 'total', 'f(key=1)'],
  ] as const) {
    deepEqual(python.tryAssignment(typed), { path, value });
  }
});

test('what changes nothing that has a name, or says so by itself', () => {
  for (const typed of [
    'total == 5',
    'a <= b',
    'a != b',
    'f(key=1)',
    'total += 1',
    'total =',
    '(n := 1)',
    'a, b = 1, 2',
  ]) {
    equal(python.tryAssignment(typed), undefined, typed);
  }
  equal(javaScript.tryAssignment('total = 5'), undefined);
});

test('a key that is no name is a text in an expression, and never code', () => {
  const keys = ['keys and print(1)', '"] or print(1)', 'a\nprint(1)', 'a].b', 'a[0', 'a[b]', "a['b']", '\\', ''];
  for (const key of keys) {
    const text = JSON.stringify(key);
    equal(python.member('x', key, 'Counter'), `x[${text}]`, key);
    equal(javaScript.member('x', key, 'Object'), `x[${text}]`, key);
    equal(python.assign(`x.y[${text}]`, '1'), `x.y.__setitem__(${text}, (1))`, key);
  }
  equal(python.assign('x["a"].total', '1'), 'setattr(x["a"], "total", (1))');
  equal(python.assign('x[3]', '1'), 'x.__setitem__(3, (1))');
});
