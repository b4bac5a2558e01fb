import { closeSync, openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Clock, fail, laidBy, laidByAnother, type Timer } from '../../../base/index.ts';
import {
  type Dump,
  type OptionSpec,
  type OptionWord,
  type ParsedRun,
  parseDuration,
  parseRunOptions,
  type RunOptions,
  readOptions,
  runOptionSpecs,
} from '../../../wire/protocol/index.ts';
import type { Command } from '../command.ts';
import { commandHelp } from '../help.ts';
import type { StartedProgram } from '../ports.ts';
import { paintFor } from '../words/index.ts';
import { type Answer, makeAnswer, page, parseBudget, SourceText, withinBudget } from '../words/why/index.ts';
import { judge } from './run.ts';
import { cannotWrite } from './write-dump.ts';

/** A page, where no budget was named. */
const pageTokens = 2000;
/** From SIGTERM on; then it gets SIGKILL. */
const endWithinMs = 5_000;

const ownSpecs = [
  { flag: '--budget', value: 'N', about: 'Answer within N tokens, a token being three bytes; 2000 unless told.' },
  { flag: '--for', value: 'TIME', about: 'End the program after so long (30s, 5m) and say what it did then.' },
  { flag: '--out', value: 'FILE', about: 'Write the answer here, where the program does not write.' },
] as const satisfies readonly OptionSpec[];
const forNext = new Set(['--include', '--exclude', '--config', '--no-config', '--python']);
const notHere = new Set(['--quiet', '--prompt', '--no-prompt', '--wait', '--watch', '--watch-path']);
const specs: readonly OptionSpec[] = [
  ...ownSpecs,
  ...runOptionSpecs
    .filter(({ flag }) => !notHere.has(flag))
    .map(spec => (spec.flag === '--json' ? { ...spec, about: 'The answer as one JSON document, on one line.' } : spec)),
];

export const whyCommand: Command = {
  name: 'why',
  usage: '[options] -- PROGRAM [its own words]',
  about: 'Run a program and say what is wrong with it: the root, the evidence, how sure, what was not seen, what next.',
  options: specs,
  details: [
    'The answer comes when the program has ended, on standard error; standard output is the program’s alone. The finding to begin with is the one that no other explains. Without a finding it says what was seen instead: tests that failed or hang, how the program ended, an error that nobody caught, the lines that flows still awaited.',
    'What comes from the program (names, messages, source lines) stands in «…», and in JSON under fromProgram: it is not Eddy’s word. The program writes to standard error, too: with --out FILE the answer is where only Eddy writes.',
    'A program that does not end: --for TIME, or Ctrl-C. Status: as eddy run has it, the program’s own.',
  ],
  examples: [
    'eddy why -- node --test',
    'eddy why --budget 600 --json --out why.json -- shop.ts',
    'eddy why --for 10s -- server.mjs',
  ],
  async run(words, ports) {
    const { given, asked, kept, rest } = readWhyWords(words);
    if (given.options.help) {
      ports.out(commandHelp(whyCommand));
      return { status: 0 };
    }
    const [program, ...args] = rest;
    if (program === undefined) {
      throw fail('bad-usage', 'eddy why: which program?', { hint: 'As in: eddy why -- shop.ts. More: eddy help why.' });
    }
    // Nobody is asked while it runs. What fails in a run of tests is tests.
    const options: RunOptions = {
      ...(ports.config?.load(given) ?? given.options),
      prompt: 'none',
      wait: false,
      tests: true,
    };
    const out = asked.out === undefined ? undefined : openOut(resolve(ports.cwd, asked.out));
    const limit = asked.forMs === undefined ? undefined : new TimeLimit(ports.clock, asked.forMs);
    try {
      const result = await ports
        .run({
          words: [program, ...args],
          options,
          withoutInput: false,
          onFinding: () => {},
          onDump: () => {},
          onSessionEvent: () => {},
          onStarted: started => limit?.start(started),
        })
        .finally(() => limit?.stop());
      const verdict = judge(result, options);
      const source = new SourceText();
      const full = makeAnswer({ result, words: rest, kept, cwd: ports.cwd, source, ...limit?.seen });
      const paint = paintFor(ports.colours && out === undefined);
      const say = (answer: Answer) => (options.json ? `${JSON.stringify(answer)}\n` : page(answer, paint));
      const text = say(withinBudget(full, asked.tokens, say));
      for (const { message } of result.troubles) ports.err(`eddy: ${message.replaceAll('\n', ' ')}\n`);
      if (out === undefined) ports.err(text);
      else writeSync(out, text);
      return verdict.exit;
    } finally {
      if (out !== undefined) closeSync(out);
    }
  },
};

interface Words {
  readonly given: Pick<ParsedRun, 'options' | 'flags'>;
  readonly asked: { readonly tokens: number; readonly forMs?: number; readonly out?: string };
  /** Options that the next run needs, too. */
  readonly kept: readonly string[];
  readonly rest: readonly string[];
}

export function readWhyWords(words: readonly string[]): Words {
  const { options: all, rest } = readOptions(specs, words, 'first');
  const own = new Set<string>(ownSpecs.map(({ flag }) => flag));
  const forRun = all.filter(({ flag }) => !own.has(flag));
  const value = (flag: string) => all.findLast(one => one.flag === flag)?.value;
  const [tokens, time, out] = [value('--budget'), value('--for'), value('--out')];
  if (out === '-') throw fail('bad-option', '--out - is refused: standard output belongs to the program alone.');
  return {
    given: parseRunOptions([...forRun.flatMap(wordsOf), '--', ...rest]),
    asked: {
      tokens: tokens === undefined ? pageTokens : parseBudget(tokens),
      ...(time === undefined ? {} : { forMs: parseDuration('--for', time) }),
      ...(out === undefined ? {} : { out }),
    },
    kept: forRun.filter(({ flag }) => forNext.has(flag)).flatMap(wordsOf),
    rest,
  };
}

function wordsOf({ flag, value }: OptionWord): string[] {
  return value === '' ? [flag] : [flag, value];
}

/** Before the program starts: a file that cannot be written is told then. */
function openOut(file: string): number {
  const another = laidBy(file);
  if (another !== undefined) throw laidByAnother(file, another);
  try {
    return openSync(file, 'w', 0o600);
  } catch (cause) {
    throw cannotWrite(file, cause, 'Name a file that can be written.');
  }
}

/** Ends a program whose time is up: looks at what it does, SIGTERM, and SIGKILL where that does not help. */
class TimeLimit {
  readonly #clock: Clock;
  readonly #forMs: number;
  readonly #timers: Timer[] = [];
  #isOver = false;
  #isUp = false;
  #dump: Dump | undefined;

  constructor(clock: Clock, forMs: number) {
    this.#clock = clock;
    this.#forMs = forMs;
  }

  start(program: StartedProgram): void {
    this.#after(this.#forMs, () => void this.#end(program));
  }

  stop(): void {
    this.#isOver = true;
    for (const timer of this.#timers) timer.cancel();
  }

  get seen(): { timeUp?: { dump?: Dump } } {
    if (!this.#isUp) return {};
    return { timeUp: this.#dump === undefined ? {} : { dump: this.#dump } };
  }

  async #end(program: StartedProgram): Promise<void> {
    this.#isUp = true;
    this.#dump = await program.dump().catch(() => undefined);
    if (this.#isOver) return;
    program.signal('SIGTERM');
    this.#after(endWithinMs, () => program.signal('SIGKILL'));
  }

  #after(ms: number, run: () => void): void {
    this.#timers.push(this.#clock.after(ms, run, { holdsProcess: true }));
  }
}
