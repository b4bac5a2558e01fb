/** Stands before and after each piece of ours, so that the original text can be had back from any part of the gated one. */
export const mark = '/*¦*/';

/** Takes our pieces out of any text that was cut from a gated source. */
export function withoutGates(text: string): string {
  if (!text.includes(mark)) return text;
  const parts = text.split(mark);
  let original = '';
  for (let index = 0; index < parts.length; index += 2) original += parts[index];
  return original;
}

/** Where gated code finds its words; not in a Symbol's table, which a program may take away. */
export const gatesGlobal = 'eddy.gates.1';

/** What gated code calls: see runtime/activations and runtime/probes. One letter each, after the file's prefix. */
export const gateWords = ['g', 'e', 'm', 'w', 'h', 'u', 'a', 'z', 's', 'r', 'b', 'y', 'n', 'l', 'd'] as const;
