import { deepEqual, equal } from 'node:assert/strict';
import { Session } from 'node:inspector';
import { test } from 'node:test';
import { type Frame, Trace } from './trace.ts';

test('what is evaluated without a file is no place, also while V8 writes another stack', t => {
  const session = new Session();
  session.connect();
  const before = Error.prepareStackTrace;
  t.after(() => {
    Error.prepareStackTrace = before;
    session.disconnect();
  });
  const seen: (readonly Frame[])[] = [];
  const look = () => {
    (globalThis as { look?: () => void }).look = () => void seen.push(new Trace().frames);
    session.post('Runtime.evaluate', { expression: 'globalThis.look()' });
    delete (globalThis as { look?: () => void }).look;
  };
  look();
  Error.prepareStackTrace = look;
  // Read, it is written: what is looked at meanwhile comes as text.
  void new Error('another').stack;
  equal(seen.length, 2);
  for (const frames of seen) {
    deepEqual(
      frames.filter(({ file }) => file === '<anonymous>'),
      [],
    );
    equal(frames[0]?.file, import.meta.filename);
  }
});
