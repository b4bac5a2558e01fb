import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What any Node that we know needs to run our sources and to load modules from text. */
const flags = [
  '--experimental-strip-types',
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  '--expose-gc',
];

/** Of a Node that runs the fuzzer: its flags, our file and our words. */
export function fuzzArguments(words: readonly string[]): string[] {
  return [...flags, fileURLToPath(new URL('gates-fuzz/main.ts', import.meta.url)), ...words];
}

/**
 * Programs of our own grammar, bare and with gates in every way: test/soak/gates-fuzz. --count N, --seed S: the first of
 * them. --node FILE: by another Node than this.
 */
export async function gatesFuzz(words: readonly string[] = process.argv.slice(3)): Promise<boolean> {
  const at = words.indexOf('--node');
  const node = at === -1 ? process.execPath : words[at + 1]!;
  const child = spawn(node, fuzzArguments(words), { stdio: 'inherit' });
  const [status] = (await once(child, 'exit')) as [number | null];
  return status === 0;
}
