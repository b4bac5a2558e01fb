import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { complete } from './children.ts';

const preload = '--require /eddy/register.cjs';
const heirs = {
  lasting: { EDDY_HUB: '/hub', EDDY_TOKEN: 't', EDDY_PLAN: 'old' },
  newest: { EDDY_PARENT: 'me', EDDY_PLAN: 'new' as string | undefined },
};

function completed(pairs: string[], with_ = heirs): Record<string, string> {
  complete(pairs, preload, with_);
  return Object.fromEntries(pairs.map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

const all = { NODE_OPTIONS: preload, EDDY_HUB: '/hub', EDDY_TOKEN: 't', EDDY_PARENT: 'me', EDDY_PLAN: 'new' };

test('an empty environment gets all that makes a child part of the run', () => {
  deepEqual(completed([]), all);
});

test('what was inherited is newer afterwards; what the program set stays', () => {
  const inherited = [
    'A=1',
    `NODE_OPTIONS=--trace-warnings ${preload}`,
    'EDDY_HUB=/hub',
    'EDDY_PARENT=x',
    'EDDY_PLAN=old',
  ];
  deepEqual(completed(inherited), { ...all, A: '1', NODE_OPTIONS: `--trace-warnings ${preload}` });
});

test('a plan that is not to be inherited is taken away', () => {
  const { EDDY_PLAN: _plan, ...others } = all;
  const without = { ...heirs, newest: { ...heirs.newest, EDDY_PLAN: undefined } };
  deepEqual(completed(['EDDY_PLAN=old'], without), others);
});

test('a child of another hub is told nothing of ours', () => {
  deepEqual(completed(['EDDY_HUB=/other', 'EDDY_TOKEN=o']), {
    NODE_OPTIONS: preload,
    EDDY_HUB: '/other',
    EDDY_TOKEN: 'o',
  });
});
