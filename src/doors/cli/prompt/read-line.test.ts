import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { type PromptAction, promptHelp, promptWords, readPromptLine } from './read-line.ts';

const place = { hold: 'h1', flow: 'a.1', held: ['h1', 'h2'] };
const run = (...words: string[]): PromptAction => ({ do: 'run', words });

const lines: [string, PromptAction][] = [
  ['', { do: 'nothing' }],
  ['  ', { do: 'nothing' }],
  ['help', { do: 'help' }],
  ['help step', run('help', 'step')],
  ['quit', { do: 'leave' }],
  ['exit', { do: 'leave' }],
  ['vars', run('vars', 'h1')],
  ['vars h2', run('vars', 'h2')],
  ['n', run('step', 'h1', 'over')],
  ['s', run('step', 'h1', 'into')],
  ['o', run('step', 'h1', 'out')],
  ['o h2', run('step', 'h2', 'out')],
  ['step into', run('step', 'h1', 'into')],
  ['step h2 out', run('step', 'h2', 'out')],
  ['step ovre', run('step', 'h1', 'ovre')],
  ['c', run('resume', 'h1')],
  ['c --force', run('resume', 'h1', '--force')],
  ['resume h2', run('resume', 'h2')],
  ['resume --all', run('resume', '--all')],
  ['n + 1', run('eval', '--', 'h1', 'n + 1')],
  ['eval n', run('eval', '--', 'h1', 'n')],
  ['eval h2 total', run('eval', '--', 'h2', 'total')],
  ['eval', run('eval', '--', 'h1')],
  ["cart.find(one  =>  one === 'a  b')", run('eval', '--', 'h1', "cart.find(one  =>  one === 'a  b')")],
  ['-total', run('eval', '--', 'h1', '-total')],
  ['step.size', run('eval', '--', 'h1', 'step.size')],
  ['set total 5', run('set', '--', 'h1', 'total', '5')],
  ['set total = a  + 1', run('set', '--', 'h1', 'total', 'a  + 1')],
  ['set total=-5', run('set', '--', 'h1', 'total', '-5')],
  ['set go () => 1', run('set', '--', 'h1', 'go', '() => 1')],
  ['set total', run('set', '--', 'h1', 'total')],
  ['where', run('where', 'a.1')],
  ['where b.2', run('where', 'b.2')],
  ['hold h2', { do: 'choose', hold: 'h2' }],
  ['hold h9', { do: 'choose', hold: 'h9' }],
  ['hold shop.ts:4 if total > 3', run('hold', 'shop.ts:4', 'if', 'total', '>', '3')],
  ['ps --sort age', run('ps', '--sort', 'age')],
  ['off', run('off')],
  ['unset p1', run('unset', 'p1')],
  ['ps --watch', { do: 'refuse', why: '--watch is for another terminal: here you would wait.' }],
  ['runs', { do: 'refuse', why: 'eddy runs is for another terminal.' }],
];
for (const [line, action] of lines) test(`typed: ${line}`, () => deepEqual(readPromptLine(line, place), action));

test('the help has every word', () => {
  const missing = promptWords.filter(word => !new RegExp(`\\b${word}\\b`).test(promptHelp));
  deepEqual(missing, []);
});
