import { captureLocals } from './capture.ts';
import type { Captured } from './captured.ts';

/** `order.card.pin`, `headers['x-api-key']`: what is read last. */
const lastName = /([\w$-]+)["'`\]\s]*$/;

/** What an expression gave: hidden too where the name that it reads is one that hides. */
export function captureNamed(expression: string, value: unknown): Captured {
  const name = lastName.exec(expression)?.[1] ?? '';
  return captureLocals([name], [value])[name] as Captured;
}
