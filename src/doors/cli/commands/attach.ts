import { fail } from '../../../base/index.ts';
import { type OptionSpec, parseRunOptions, probeSpecs, runOptionSpecs } from '../../../wire/protocol/index.ts';
import type { Command } from '../command.ts';
import { commandHelp } from '../help.ts';
import type { AttachTo, CliPorts } from '../ports.ts';
import { liveTeller, oneLine, paintFor, sessionTeller } from '../words/index.ts';

const own = ['--name', '--quiet', '--observe-only', '--help'];
const yesSpec: OptionSpec = {
  flag: '--yes',
  short: '-y',
  about: 'Although a Node program seems to do something of its own at SIGUSR1.',
};
const options: readonly OptionSpec[] = [
  ...probeSpecs,
  ...runOptionSpecs.filter(({ flag }) => own.includes(flag)),
  yesSpec,
];

export const attachCommand: Command = {
  name: 'attach',
  usage: '[options] PID | HOST:PORT',
  about: 'Look into a program that runs already, Node or Python, until Ctrl-C; it runs on without us.',
  options,
  details: [
    'PID is a process of yours. A Node program is entered by its inspector, which SIGUSR1 opens and which is closed again at once; a Python program by gdb, which loads debugpy. HOST:PORT is where a program on this machine listens: Node by --inspect, which stays open, or Python by debugpy. Which it is, is told by what is there.',
    'While it is attached, other terminals can look at it and set probes: eddy ps, eddy snap, eddy stop … What is stopped when we leave goes on.',
    'In a Node program, requests are flows from the next one on; its main thread alone is seen. Its files were loaded before: their lines are V8’s own breakpoints, and eddy sessions tells what each costs flows that are not meant. A hold edits the one function while it runs, and puts its text back.',
    'Leaving takes all of it away again from a Node program, also when eddy is killed. In a Python program, tasks that were there before are seen, but not where they were made; what the agent has put round asyncio stays until it ends, asleep; attached to by PID it has debugpy’s modules loaded from then on, whose loading may print a warning about frozen modules.',
    'Status: 0 when you left, or the program ended; 2 when it could not be attached to; 75 when it did not answer.',
  ],
  examples: ['eddy attach 4711', 'eddy attach --snap shop.mjs:42 --match header:x-debug=ann 127.0.0.1:9229'],
  async run(words, ports) {
    const isYes = (word: string) => word === '--yes' || word === '-y';
    const given = readWords(words.filter(word => !isYes(word)));
    if (given.options.help) {
      ports.out(commandHelp(attachCommand));
      return { status: 0 };
    }
    const foreign = given.flags.find(flag => !options.some(spec => spec.flag === flag));
    if (foreign !== undefined)
      throw fail('bad-option', `eddy attach has no ${foreign}.`, { hint: 'See: eddy help attach.' });
    const [word, another] = given.rest;
    if (word === undefined || another !== undefined)
      throw fail('bad-usage', word === undefined ? 'eddy attach: to what?' : `eddy attach: what is "${another}" for?`, {
        hint: 'As in: eddy attach 4711, or eddy attach 127.0.0.1:5678.',
      });
    if (ports.attach === undefined) throw fail('refused', 'Nothing can be attached to here.');
    const to = placeOf(word);
    await mustBeOutside(to, ports);
    const isQuiet = given.options.quiet;
    const look = { cwd: ports.cwd, paint: paintFor(ports.colours) };
    const err = isQuiet ? () => {} : ports.err;
    const stop = new AbortController();
    const interrupted = ports.plane.interrupted();
    void interrupted.then(() => stop.abort(fail('cancelled', 'Interrupted before it was attached to.')));
    const attached = await ports.attach({
      to,
      words: `attach ${word}`,
      options: given.options,
      yes: words.some(isYes),
      signal: stop.signal,
      tell: text => ports.err(`eddy: ${oneLine(text)}\n`),
      onFinding: liveTeller(err, look),
      onSessionEvent: sessionTeller(err, look),
    });
    const { pid, node, python } = attached.target;
    const what = python === undefined ? `Node ${node}` : 'Python';
    err(`eddy: attached to ${what} process ${pid}; Ctrl-C lets it go.\n`);
    const why = await Promise.race([attached.ended, interrupted]);
    for (const left of await attached.detach()) ports.err(`eddy: ${oneLine(left)}\n`);
    err(`eddy: ${oneLine(why)}: detached.\n`);
    return { status: 0 };
  },
};

/** What is told of a run before its inspector is opened. */
async function mustBeOutside(to: AttachTo, ports: CliPorts): Promise<void> {
  if (!('pid' in to)) return;
  const { pid } = to;
  if (!(await ports.runs()).some(({ pids }) => pids.includes(pid))) return;
  throw fail('refused', `Process ${pid} runs under Eddy already. Nothing was sent to it.`, {
    hint: `See: eddy ps --run ${pid}.`,
  });
}

/** Options may stand behind the place, too: it has no words of its own, as a program has. */
function readWords(words: readonly string[]) {
  const given = parseRunOptions(words);
  const [place, ...behind] = given.rest;
  if (place === undefined || behind.length === 0) return given;
  return parseRunOptions([...words.slice(0, words.length - given.rest.length), ...behind, place]);
}

function placeOf(word: string): AttachTo {
  if (/^\d+$/.test(word)) return { pid: Number(word) };
  const [, host = '', port = ''] = /^\[?([^\]]*?)\]?:(\d+)$/.exec(word) ?? [];
  if (port !== '' && Number(port) <= 65_535) return { host: host === '' ? '127.0.0.1' : host, port: Number(port) };
  throw fail('bad-usage', `eddy attach: "${word}" is neither a process nor a port.`, {
    hint: 'As in: eddy attach 4711, or eddy attach 127.0.0.1:5678.',
  });
}
