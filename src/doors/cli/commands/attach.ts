import { fail } from '../../../base/index.ts';
import { parseRunOptions, probeSpecs, runOptionSpecs } from '../../../wire/protocol/index.ts';
import type { Command } from '../command.ts';
import { commandHelp } from '../help.ts';
import type { AttachTo } from '../ports.ts';
import { liveTeller, oneLine, paintFor, sessionTeller } from '../words/index.ts';

const own = ['--name', '--quiet', '--observe-only', '--help'];
const options = [...probeSpecs, ...runOptionSpecs.filter(({ flag }) => own.includes(flag))];

export const attachCommand: Command = {
  name: 'attach',
  usage: '[options] PID | HOST:PORT',
  about: 'Look into a Python program that runs already, until Ctrl-C; it runs on without us.',
  options,
  details: [
    'PID is a Python process of yours: gdb loads debugpy into it. HOST:PORT is where a program listens by debugpy. Only Python programs can be attached to so far; start a Node program with eddy run.',
    'While it is attached, other terminals can look at it and set probes: eddy ps, eddy snap, eddy stop … What is stopped when we leave goes on.',
    'Tasks that were there before are seen, but not where they were made. What the agent has put round the program’s asyncio stays until it ends, asleep; a program attached to by PID has debugpy’s modules loaded from then on. The loading may print debugpy’s own warning about frozen modules on the program’s standard error.',
    'Status: 0 when you left, or the program ended; 2 when it could not be attached to.',
  ],
  examples: ['eddy attach 4711', 'eddy attach --snap shop.py:42 127.0.0.1:5678'],
  async run(words, ports) {
    const given = parseRunOptions(words);
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
    const isQuiet = given.options.quiet;
    const look = { cwd: ports.cwd, paint: paintFor(ports.colours) };
    const err = isQuiet ? () => {} : ports.err;
    const attached = await ports.attach({
      to: placeOf(word),
      words: `attach ${word}`,
      options: given.options,
      onFinding: liveTeller(err, look),
      onSessionEvent: sessionTeller(err, look),
    });
    err(`eddy: attached to Python process ${attached.target.pid}; Ctrl-C lets it go.\n`);
    const why = await Promise.race([attached.ended, ports.plane.interrupted()]);
    await attached.detach();
    err(`eddy: ${oneLine(why)}: detached.\n`);
    return { status: 0 };
  },
};

function placeOf(word: string): AttachTo {
  if (/^\d+$/.test(word)) return { pid: Number(word) };
  const [, host = '', port = ''] = /^\[?([^\]]*?)\]?:(\d+)$/.exec(word) ?? [];
  if (port !== '' && Number(port) <= 65_535) return { host: host === '' ? '127.0.0.1' : host, port: Number(port) };
  throw fail('bad-usage', `eddy attach: "${word}" is neither a process nor a port.`, {
    hint: 'As in: eddy attach 4711, or eddy attach 127.0.0.1:5678.',
  });
}
