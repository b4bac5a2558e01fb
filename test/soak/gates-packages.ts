import { nodeMajors, nodePath } from '../launch/index.ts';
import { closeHome, openHome } from './gates-packages/home.ts';
import { listPrograms } from './gates-packages/programs.ts';
import { compareWays, wayNames } from './gates-packages/ways.ts';

/**
 * Runs each program bare and in every way that gates can be in it. All that it says, and its status, must be the same;
 * and where all gates are open, each of them must have been, and flows must have passed them.
 * --only NAME: programs with that in their name; --node MAJOR: on that Node alone.
 */
export async function gatesPackages(): Promise<boolean> {
  const home = await openHome();
  const only = wordAfter('--only') ?? '';
  const majors = nodeMajors.filter(one => String(one) === (wordAfter('--node') ?? String(one)));
  let different = 0;
  let runs = 0;
  try {
    for (const program of listPrograms(home).filter(({ name }) => name.includes(only)))
      for (const major of majors) {
        const { same, lines } = await compareWays(program, nodePath(major), wayNames, home);
        runs++;
        if (!same) different++;
        console.log(`${same ? 'same' : 'DIFFERENT'} Node ${major} ${program.name}`);
        for (const line of lines) console.log(`  ${line}`);
      }
  } finally {
    closeHome(home);
  }
  console.log(`\n${runs} programs and Nodes, ${wayNames.length} ways each beside bare, ${different} different`);
  return runs > 0 && different === 0;
}

function wordAfter(word: string): string | undefined {
  const at = process.argv.indexOf(word);
  return at === -1 ? undefined : process.argv[at + 1];
}
