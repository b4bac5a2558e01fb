/** bench/dap: a debug adapter as an editor has it: ours beside js-debug and debugpy, driven by the same client in the same run. */
import { type Bench, type BenchOptions, type Row, resultOf, row } from '../measure.ts';
import { nodePair, type Pair, pythonPair } from './adapters.ts';
import { oneSession, type Took, tookNothing } from './one-session.ts';
import { memoryOfOneMore } from './several.ts';

export const dapBench: Bench = {
  name: 'dap',
  about: 'the debug adapter, beside js-debug and debugpy',
  async run(options) {
    const rows = [
      ...(await measure(nodePair(options.node), options)),
      ...(await measure(pythonPair(options.node), options)),
    ];
    return resultOf('dap', options.node, rows);
  },
};

const figures: readonly {
  readonly of: keyof Took;
  readonly id: string;
  readonly what: string;
  readonly unit: string;
}[] = [
  { of: 'start', id: 'dap-start', what: 'from no adapter to one that has answered `initialize`', unit: 'ms' },
  { of: 'firstStop', id: 'dap-first-stop', what: 'from `launch` to the first stop', unit: 'ms' },
  { of: 'look', id: 'dap-look', what: 'stack, scopes and variables of a stop', unit: 'ms' },
  { of: 'next', id: 'dap-next-stop', what: 'from `continue` to the next stop', unit: 'ms' },
  { of: 'memory', id: 'dap-memory', what: 'the debugger’s own processes, without the program', unit: 'MB' },
  { of: 'memoryAll', id: 'dap-memory-all', what: 'the debugger’s processes and the program', unit: 'MB' },
];

async function measure(
  { language, program, ours, theirs, several }: Pair,
  { quick, say }: BenchOptions,
): Promise<Row[]> {
  const missing = ours.missing || theirs.missing;
  if (missing !== false) {
    say(`${language}: not measured: ${missing}`);
    return [];
  }
  const [us, them] = [tookNothing(), tookNothing()];
  for (let run = 0; run < (quick ? 2 : 7); run++) {
    say(`${language}, run ${run + 1} …`);
    await oneSession(theirs, program, quick ? 10 : 30, them);
    await oneSession(ours, program, quick ? 10 : 30, us);
  }
  const more: number[] = [];
  const theirMore: number[] = [];
  for (let run = 0; run < (quick ? 1 : 3); run++) {
    say(`${language}, several programs, run ${run + 1} …`);
    if (several.theirs !== undefined) theirMore.push(await memoryOfOneMore(several.theirs));
    more.push(await memoryOfOneMore(several.ours));
  }
  const oneMore = 'the same of each program beyond the first, of five of one server';
  return [
    ...figures.map(({ of, id, what, unit }) => row(`${id}-${language}`, what, unit, theirs.name, us[of], them[of])),
    row(
      `dap-memory-more-${language}`,
      oneMore,
      'MB',
      theirs.name,
      more,
      several.theirs === undefined ? them.memory : theirMore,
    ),
  ];
}
