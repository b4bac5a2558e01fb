import type { Customers } from '../faults/customers.ts';

const lookEveryMs = 5;

/** The round's end ends it, too. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise(resolve => setTimeout(resolve, lookEveryMs));
}

export function untilAnswered({ outcomes }: Customers, more: number): Promise<void> {
  const wanted = outcomes.length + more;
  return until(() => outcomes.length >= wanted);
}
