import type { Customers } from '../faults/customers.ts';

const lookEveryMs = 5;

/** In a round that was given up nothing is left that would keep it going. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise<void>(resolve => void setTimeout(resolve, lookEveryMs).unref());
}

export function untilAnswered({ outcomes }: Customers, more: number): Promise<void> {
  const wanted = outcomes.length + more;
  return until(() => outcomes.length >= wanted);
}
