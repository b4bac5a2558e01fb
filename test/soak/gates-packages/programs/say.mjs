import { createHash } from 'node:crypto';
import { inspect } from 'node:util';

// Frames that an AsyncLocalStorage or an adapter adds take none of the program's away.
Error.stackTraceLimit = 50;

/** Prints a value whole; errors with their stacks. */
export function say(label, ...values) {
  console.log(label, ...values.map(textOf));
}

/** For what is too long to print. */
export function sayHash(label, text) {
  console.log(label, text.length, createHash('sha256').update(text).digest('base64url'));
}

/** What a function returns or throws, awaited. */
export async function saySettled(label, run) {
  try {
    say(label, await run());
  } catch (error) {
    say(`${label} throws`, error);
  }
}

export function textOf(value) {
  if (typeof value === 'string') return withoutNodesFrames(value);
  if (value instanceof Error) return `${stackOf(value)} ${inspect({ ...value, stack: undefined }, { depth: 4 })}`;
  // On Node 22 any AsyncLocalStorage gives promises ids that are shown.
  if (value instanceof Promise) return 'a promise';
  return inspect(value, { depth: 8, breakLength: 140, maxArrayLength: 300 });
}

function stackOf({ name, message, stack, cause }) {
  // Where the stack is full depends on what each frame takes.
  const text = /^Maximum call stack/.test(message) ? `${name}: ${message}` : withoutNodesFrames(String(stack));
  return cause instanceof Error ? `${text}\n  because of ${stackOf(cause)}` : text;
}

/** Any AsyncLocalStorage adds some. */
function withoutNodesFrames(text) {
  return text.replace(/\n {4}at (?:[^\n]*\()?node:[^\n]*/g, '');
}
