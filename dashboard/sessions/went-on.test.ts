import { equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { event } from '../model/fake-page.ts';
import { sayWentOn } from './went-on.ts';

const resumed = (data: Record<string, unknown>) => [
  event('held', { data: {} }),
  event('resumed', { flow: 'a.2', data }),
];
const say = (data: Record<string, unknown>) => sayWentOn(resumed(data), flow => `flow ${flow}`) ?? '';

test('who looks at a flow that goes on is told why, and what became of his edits', () => {
  match(say({ why: 'resumed' }), /^flow a\.2 went on at \d\d:\d\d:\d\d\.$/);
  match(say({ why: 'its limit of 30 ms passed' }), /: its limit of 30 ms passed\.$/);
  match(say({ why: 'its limit passed', conflicts: ['total'] }), /passed\. What was edited in total was not written: /);
  // It stands again in a moment.
  equal(say({ why: 'step over' }), '');
  equal(
    sayWentOn([event('held', { data: {} })], () => ''),
    undefined,
  );
});
