import { fail } from '../../../base/index.ts';
import {
  type Alert,
  failOnBreaches,
  failOnStatus,
  parseRunOptions,
  type RunOptions,
  runOptionSpecs,
} from '../../../wire/protocol/index.ts';
import type { Command } from '../command.ts';
import { commandHelp } from '../help.ts';
import type { Attached, CliPorts, Exit, RunJob, RunResult } from '../ports.ts';
import {
  liveTeller,
  oneLine,
  paintFor,
  runSummary,
  runSummaryJson,
  sessionTeller,
  type Verdict,
} from '../words/index.ts';
import { runWatched } from './watch-run.ts';

export const runCommand: Command = {
  name: 'run',
  usage: '[options] PROGRAM [its own words]',
  about: 'Run a program unchanged, and say what goes wrong between its async flows.',
  options: runOptionSpecs,
  details: [
    'PROGRAM is a file (.js .mjs .cjs .ts .mts .cts: run by the Node that runs Eddy), else a command on PATH. Options of ours come before it, or before --; all words after it are its own. Node programs that it starts, and worker threads, are seen too.',
    'Standard input and output are the program’s alone. Our words go to standard error, in whole lines that start with "eddy: ".',
    'Status: the program’s own; when a signal ended it, Eddy ends by the same signal. 86: the program would have ended with 0, but --fail-on says no. 127: no such program. 126: it cannot be run. 2: our own options are wrong, or a file cannot be written; then the program was not started.',
    'Signals that Eddy gets are passed on to the program. SIGQUIT first asks Eddy: it writes a dump, of every flow and the line that it awaits; a second one within 2 seconds is passed on. (Ctrl-\\ in a terminal reaches the program by itself.)',
    'In a terminal, a run with --hold, --stop or --wait shows the place where something is held, its source and its variables, and takes commands there: those of `eddy`, without the hold’s id (vars, set total 5, step into, resume); n, s, o and c for step over, into, out and resume; any other line is evaluated. Tab completes, and help says more. Eddy reads the terminal only while something is held. A program that reads it too would take some of the keys: --prompt gives the terminal to Eddy alone, --no-prompt to the program.',
    'Probes are set before its first line, and act in every thread and Node process of it. While it runs, other terminals of yours can look at it, set more, and let go what is held: eddy ps, eddy snap, eddy holds, eddy resume …',
  ],
  examples: [
    'eddy run shop.ts',
    'eddy run --report eddy-report.json --fail-on any node --test',
    'eddy run --hold shop.ts:42 --session ann --match header:x-debug=ann shop.ts',
    'eddy run --fail-on scope-crossed:0,lock-cycle server.mjs --port 8080',
  ],
  async run(words, ports) {
    const given = parseRunOptions(words);
    const { rest } = given;
    if (given.options.help) {
      ports.out(commandHelp(runCommand));
      return { status: 0 };
    }
    const [program, ...args] = rest;
    if (program === undefined) {
      throw fail('bad-usage', 'eddy run: which program?', { hint: 'As in: eddy run shop.ts. More: eddy help run.' });
    }
    const load = () => ports.config?.load(given) ?? given.options;
    const options = load();
    if (options.dashboard !== undefined && ports.page === undefined) throw fail('refused', 'No page is served here.');
    const runWords: RunJob['words'] = [program, ...args];
    if (options.watch === undefined) return runOnce(runWords, options, ports);
    if (ports.watch === undefined) throw fail('refused', 'No files can be watched here.');
    // A page that was opened finds the program when it is started again.
    let isFirst = true;
    const watched = {
      watching: ports.watch(options.watch),
      killAfterMs: options.watch.killAfterMs,
      isSilent: options.quiet || options.json,
      // What the configuration says may be what has changed.
      runOnce: async (onStarted: RunJob['onStarted']) => {
        const now = load();
        const { dashboard } = now;
        const again = dashboard === undefined || isFirst ? now : { ...now, dashboard: { ...dashboard, opens: false } };
        isFirst = false;
        return runOnce(runWords, again, ports, onStarted);
      },
    };
    return runWatched(watched, ports);
  },
};

/** Runs it, tells what is seen, and says how to end. */
export async function runOnce(
  words: RunJob['words'],
  options: RunOptions,
  ports: CliPorts,
  onStarted?: RunJob['onStarted'],
): Promise<Exit> {
  const isSilent = options.quiet || options.json;
  const attached = isSilent ? undefined : attach(options, ports);
  const err = attached?.tell ?? ports.err;
  const look = { cwd: ports.cwd, paint: paintFor(ports.colours) };
  const tell = isSilent ? () => {} : liveTeller(err, look);
  const tellEvent = isSilent ? () => {} : (attached?.onEvent ?? sessionTeller(err, look));
  if (options.wait && !isSilent && attached === undefined) {
    ports.err('eddy: the program will wait before its first line, until: eddy resume --all\n');
  }
  const tellDump = (path: string) => {
    if (!isSilent) err(`eddy: dump: ${path}\n`);
  };
  const job = {
    words,
    options,
    ...(onStarted === undefined ? {} : { onStarted }),
    withoutInput: attached !== undefined && options.prompt === 'ours' && ports.terminal?.isPrograms === true,
    onFinding: tell,
    onSessionEvent: tellEvent,
    onDump: tellDump,
    onPage: (link: string) => {
      if (!options.quiet) ports.err(`eddy: dashboard: ${link}\n`);
      if (options.dashboard?.opens === true && ports.page?.browse(link) === false)
        ports.err('eddy: --open: there is no browser here; open the link in one.\n');
    },
    onAlert: (alert: Alert) => {
      if (!isSilent) err(`eddy: alert: ${oneLine(`${alert.message} The last: ${alert.last}`)}\n`);
    },
  } as const;
  const result = await ports.run(job).finally(() => attached?.close());
  const verdict = judge(result, options);
  tellEnd(result, verdict, options, ports);
  return verdict.exit;
}

/** A prompt, where something may be held and a terminal is ours to read. */
function attach({ prompt, wait, probing }: RunOptions, { terminal, err }: CliPorts): Attached | undefined {
  const holds = wait || probing.probes.some(({ kind }) => kind === 'hold' || kind === 'stop');
  if (prompt === 'none' || (!holds && prompt !== 'ours')) return undefined;
  if (terminal === undefined) {
    if (prompt === 'ours') err('eddy: --prompt: there is no terminal here. What is held: eddy holds, in a terminal.\n');
    return undefined;
  }
  if (terminal.isPrograms && prompt === 'shared') {
    err('eddy: while something is held, what is typed here is for Eddy (--no-prompt: never; --prompt: always).\n');
  }
  return terminal.attach();
}

export function judge({ end, report }: RunResult, { failOn }: RunOptions): Verdict {
  const breaches = failOnBreaches(failOn, report.findings);
  if (end.how === 'signal') return { breaches, exit: { signal: end.signal as NodeJS.Signals } };
  const exit: Exit = { status: end.code === 0 && breaches.length > 0 ? failOnStatus : end.code };
  return { breaches, exit };
}

function tellEnd(result: RunResult, verdict: Verdict, options: RunOptions, ports: CliPorts): void {
  if (options.json) {
    if (!options.quiet) ports.err(runSummaryJson(result, verdict, options));
    return;
  }
  // What was asked for and not done is told in any case.
  for (const trouble of result.troubles) ports.err(`eddy: ${trouble.message.replaceAll('\n', ' ')}\n`);
  if (!options.quiet)
    ports.err(runSummary(result, verdict, options, { cwd: ports.cwd, paint: paintFor(ports.colours) }));
}
