import { nodeMajors, withoutFixture, withoutNode } from '../launch/index.ts';
import { toolchains as all, compare, type Toolchain } from '../toolchains/index.ts';

/**
 * Every toolchain on every Node: what it says, its status and its spans are the same bare and held. A Node or a fixture that is
 * not here fails it.
 * --only NAME: toolchains with that in their name; --node MAJOR: on that Node alone.
 */
export async function toolchains(): Promise<boolean> {
  const only = wordAfter('--only') ?? '';
  const majors = nodeMajors.filter(one => String(one) === (wordAfter('--node') ?? String(one)));
  let runs = 0;
  let different = 0;
  for (const toolchain of all.filter(({ name }) => name.includes(only)))
    for (const major of majors) {
      runs++;
      const why = await differenceOf(toolchain, major);
      if (why !== undefined) different++;
      console.log(`${why === undefined ? 'same' : 'DIFFERENT'} Node ${major} ${toolchain.name}`);
      if (why !== undefined) console.log(why);
    }
  console.log(`\n${runs} toolchains and Nodes, ${different} different`);
  return runs > 0 && different === 0;
}

async function differenceOf(toolchain: Toolchain, major: number): Promise<string | undefined> {
  const missing = withoutFixture(`toolchains/${toolchain.fixture}`) || withoutNode(major);
  if (missing) return missing;
  const endings: (() => unknown)[] = [];
  try {
    await compare({ after: ending => void endings.push(ending as () => unknown) }, toolchain, major);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    for (const ending of endings.reverse()) await ending();
  }
}

function wordAfter(word: string): string | undefined {
  const at = process.argv.indexOf(word);
  return at === -1 ? undefined : process.argv[at + 1];
}
