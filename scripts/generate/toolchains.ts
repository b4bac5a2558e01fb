import { toolchains } from '../../test/toolchains/rows.ts';
import type { Toolchain } from '../../test/toolchains/toolchain.ts';
import { versionsOf } from '../../test/toolchains/versions.ts';
import { olderNodes, pinnedVersion } from '../nodes.js';
import { page, table } from './markdown.ts';

const newest = pinnedVersion();
const nodes = [...Object.values(olderNodes), newest];
const groups: Readonly<Record<Toolchain['fixture'], readonly [title: string, about: string]>> = {
  loaders: ['Loaders', 'TypeScript that is compiled as it is loaded.'],
  builds: ['Compilers and bundlers', 'What was written to disk before, with a source map.'],
  agents: [
    'Agents',
    'What watches the same process, and wraps what it loads. Before Eddy: it is named in `NODE_OPTIONS`, ahead of what Eddy adds there.',
  ],
};

/** What Eddy is tried beside, from the rows that the tests run. */
export function toolchainsPage(): string {
  const parts = Object.entries(groups).flatMap(([fixture, [title, about]]) => [
    `## ${title}`,
    about,
    table(['tool', 'versions', 'how', 'Node', 'seen'], toolchains.filter(one => one.fixture === fixture).map(cellsOf)),
  ]);
  return page(
    'Toolchains',
    'the rows in test/toolchains',
    'Eddy takes what your loader or compiler made, and puts its gates there. It replaces none of them, needs no plugin, and finds your lines by source maps.',
    'For each row there is a small program, a server that answers three requests. It is run bare, and then under `eddy run --hold` with a line of the source **as you would have written it**: one request is held there, its variables are read, an expression is evaluated, and it is let go. Output, standard error and exit status must be as they were bare; beside an agent also the spans: their number, names, and which is within which. Eddy has to find nothing wrong in them. Nothing else is claimed.',
    `System: Linux, x64. Eddy is written for macOS and Windows, too, but none of this was run there: **untested**. Nodes: ${nodes.join(', ')}; Node ${newest} in every test run (those marked *, on all three), the rest by \`npm run soak -- toolchains\`.`,
    ...parts,
    '## Good to know',
    'Eddy reaches a program through `NODE_OPTIONS`. A script that sets it must keep what is there, as in `NODE_OPTIONS="--require dd-trace/init $NODE_OPTIONS" node main.js`; else the program runs without Eddy. What you *export* in `NODE_OPTIONS` is loaded by each Node, Eddy’s own process among them: an agent then reports that one, too. An inspector is the program’s alone: Eddy closes its own. `--inspect-brk` and `--permission` keep Eddy itself from starting. Say it on the command line, or in the script that starts the program.',
    'A bundler may put several of your statements into one. Then a probe is bound to the statement that has your line in it, and says where that begins.',
  );
}

function cellsOf(toolchain: Toolchain): string[] {
  const { name, words, build, nodeOptions, refused, spans, cannot, everyNode } = toolchain;
  const start = `${nodeOptions === undefined ? '' : `NODE_OPTIONS="${nodeOptions} $NODE_OPTIONS" `}node ${words.join(' ')}`;
  const how = [...(build === undefined ? [] : [build.join(' ')]), start].map(plain);
  const without = Object.keys(cannot ?? {});
  const on = nodes.map(version => version.split('.')[0]!).filter(major => !without.includes(major));
  const not = without.map(major => ` Does not run on Node ${major}, with or without Eddy.`).join('');
  const seen = refused === undefined ? 'held' : 'refused, with what to change; the program runs as bare';
  return [
    name,
    versionsOf(toolchain).join(', ') || '–',
    how.map(line => `\`${line}\``).join(', then '),
    `${on.join(', ')}${everyNode === true ? ' *' : ''}`,
    `${seen}${spans === undefined ? '' : '; same spans'}${not}`,
  ];
}

function plain(words: string): string {
  return words.replaceAll('{home}/', './').replaceAll('{out}', 'out');
}
