// npm run bench -- NAME [--json] [--node 22|24|26] [--quick]
import { nodePath } from '../scripts/nodes.js';
import { benches } from './benches.ts';
import { printTable } from './table.ts';

const words = process.argv.slice(2);
const wordAfter = (flag: string) => (words.includes(flag) ? words[words.indexOf(flag) + 1] : undefined);
const major = wordAfter('--node');
const name = words.find((word, at) => !word.startsWith('--') && words[at - 1] !== '--node');
const bench = benches.find(one => one.name === name);

if (bench === undefined) {
  process.stderr.write(
    `${name === undefined ? 'Which bench?' : `There is no bench "${name}".`}\n${benches.map(one => `  npm run bench -- ${one.name}   ${one.about}\n`).join('')}Options: --json, --node 22|24|26, --quick (fewer runs)\n`,
  );
  process.exitCode = 2;
} else {
  const node = major === undefined ? process.execPath : nodePath(Number(major));
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const result = await bench.run({ node, quick: words.includes('--quick'), say });
  if (words.includes('--json')) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else printTable(result);
}
