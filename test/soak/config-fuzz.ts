import { isEddyError } from '../../src/base/index.ts';
import { configKeys, environmentLayer, fileLayer, Resolved } from '../../src/hub/config/index.ts';
import { configText } from './config-fuzz/inputs.ts';
import { Choices, mixed } from './gates-fuzz/choices.ts';

export interface FuzzedConfig {
  readonly accepted: number;
  readonly refused: number;
  /** What should never be, with the input that did it. */
  readonly broken: readonly { readonly input: string; readonly why: string }[];
  readonly slowest: { readonly ms: number; readonly input: string };
}

/** Each input as a file or as a variable: it is accepted and comes back the same, or refused with a code. */
export function fuzzConfig(seed: number, count: number): FuzzedConfig {
  const broken: { input: string; why: string }[] = [];
  let [accepted, refused] = [0, 0];
  let slowest = { ms: 0, input: '' };
  for (let at = 0; at < count; at++) {
    // One stream an input: what it chose is kept, and 200,000 of them would be much.
    const choices = new Choices(mixed(seed, at));
    const input = configText(choices);
    const variable = choices.below(8) === 0 ? choices.pick(configKeys).variable : undefined;
    const from = performance.now();
    try {
      const layer = variable === undefined ? fileLayer(input, 'f') : environmentLayer({ [variable]: input });
      const resolved = new Resolved('f', [layer]);
      for (const path of layer.values.keys()) mustComeBack(path, resolved.valueOf(path));
      resolved.mustBeGood();
      accepted++;
    } catch (error) {
      if (isEddyError(error, 'bad-config')) refused++;
      else broken.push({ input, why: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
    const ms = performance.now() - from;
    if (ms > slowest.ms) slowest = { ms, input };
  }
  if (Object.keys(Object.prototype).length > 0) broken.push({ input: '', why: 'Object.prototype has new keys.' });
  return { accepted, refused, broken, slowest };
}

function mustComeBack(path: string, value: unknown): void {
  const { key } = configKeys.find(one => one.path === path)!;
  const again = key.type.read(key.type.show(value));
  if (!('value' in again) || JSON.stringify(again.value) !== JSON.stringify(value)) {
    throw new Error(`${path}: ${JSON.stringify(value)} comes back as ${JSON.stringify(again)}`);
  }
}

const slowMs = 2_000;

/** --count N, --seed S. */
export async function configFuzz(words: readonly string[] = process.argv.slice(3)): Promise<boolean> {
  const number = (flag: string, preset: number) => {
    const at = words.indexOf(flag);
    return at < 0 ? preset : Number(words[at + 1]);
  };
  const [seed, count] = [number('--seed', Math.floor(Math.random() * 2 ** 31)), number('--count', 200_000)];
  const { accepted, refused, broken, slowest } = fuzzConfig(seed, count);
  for (const { input, why } of broken.slice(0, 10)) console.log(`${JSON.stringify(input.slice(0, 400))}\n${why}`);
  console.log(
    `seed ${seed}: ${count} inputs, ${accepted} accepted, ${refused} refused with a code, ${broken.length} broken`,
  );
  console.log(`the slowest took ${slowest.ms.toFixed(0)} ms, ${slowest.input.length} characters`);
  return broken.length === 0 && accepted > 0 && refused > 0 && slowest.ms < slowMs;
}
