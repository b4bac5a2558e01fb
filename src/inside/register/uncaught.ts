import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { matches } from '../../base/index.ts';

// A program may take the global away.
const NativeError = Error;
const ours = dirname(fileURLToPath(import.meta.url));

/** Takes our frames out of an error that nobody caught, before Node prints it: it prints what it would print without us. */
export function bare(error: unknown, depth = 0): void {
  if (depth > 5 || typeof error !== 'object' || error === null) return;
  const stack = Object.getOwnPropertyDescriptor(error, 'stack');
  if (stack !== undefined && error instanceof NativeError) {
    const text: unknown = error.stack;
    if (typeof text === 'string' && text.includes(ours)) {
      const lines = text.split('\n').filter(line => !(line.includes(ours) && matches(/^\s+at /, line)));
      Object.defineProperty(error, 'stack', {
        value: lines.join('\n'),
        configurable: true,
        writable: true,
        enumerable: stack.enumerable ?? false,
      });
    }
  }
  const { cause, errors } = error as { cause?: unknown; errors?: unknown };
  bare(cause, depth + 1);
  if (Array.isArray(errors)) for (const one of errors.slice(0, 50)) bare(one, depth + 1);
}
