import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { Runtime } from '../runtime/inside.ts';
import { watchProcessEvents } from './process-events.ts';

test('what the process says is no more told once it is restored, and nothing of ours is left', () => {
  const before = Object.getOwnPropertyDescriptor(process, 'emit');
  const seen: unknown[] = [];
  const events = watchProcessEvents(new Runtime());
  events.before('eddy test' as never, word => seen.push(word));
  process.emit('eddy test' as never, 1 as never);
  equal(events.restore(), true);
  process.emit('eddy test' as never, 2 as never);
  deepEqual(seen, [1]);
  deepEqual(Object.getOwnPropertyDescriptor(process, 'emit'), before);
});

test('where the program has put its own in front, ours stays beneath and passes everything on', () => {
  const before = Object.getOwnPropertyDescriptor(process, 'emit');
  const events = watchProcessEvents(new Runtime());
  const ours = process.emit;
  const seen: unknown[] = [];
  events.before('eddy test' as never, word => seen.push(word));
  process.emit = function (this: NodeJS.Process, ...words: never[]) {
    return Reflect.apply(ours, this, words);
  } as never;
  try {
    equal(events.restore(), false);
    const heard: unknown[] = [];
    process.once('eddy test' as never, ((word: unknown) => heard.push(word)) as never);
    equal(process.emit('eddy test' as never, 1 as never), true);
    deepEqual([seen, heard], [[], [1]]);
  } finally {
    if (before === undefined) Reflect.deleteProperty(process, 'emit');
    else Object.defineProperty(process, 'emit', before);
  }
});
