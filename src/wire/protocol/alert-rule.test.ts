import { deepEqual, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { alertRuleWords, parseAlertRule } from './alert-rule.ts';

test('rules in each form, and back', () => {
  deepEqual(parseAlertRule('lock-cycle > 0'), { counter: 'lock-cycle', above: 0 });
  deepEqual(parseAlertRule('held>=3 in 5m'), { counter: 'held', above: 2, withinMs: 300_000 });
  for (const words of ['findings > 7', 'snap > 2 in 1500ms']) deepEqual(alertRuleWords(parseAlertRule(words)), words);
});

for (const [words, says] of [
  ['', /is no rule/],
  ['lock-cycle', /is no rule/],
  ['lock-cycle < 3', /is no rule/],
  ['lock-cycel > 3', /Did you mean lock-cycle\?/],
  ['held >= 0', /is always so/],
  ['held > 1 in soon', /no length of time/],
] as const) {
  test(`no rule: "${words}"`, () => {
    throws(() => parseAlertRule(words), says);
  });
}
