import { fail, isEddyError } from '../../../base/index.ts';
import { parsePagePlace, readOptions } from '../../../wire/protocol/index.ts';
import type { Hub } from '../../client/index.ts';
import type { Command } from '../command.ts';
import { helpSpec, jsonSpec } from '../control-command.ts';
import { commandHelp } from '../help.ts';
import type { CliPorts, Exit, PagePort } from '../ports.ts';

export const openCommand: Command = {
  name: 'open',
  usage: '[options] [RUN]',
  about: 'Open the dashboard of a hub or a run in the browser.',
  details: [
    'RUN is its name, Eddy’s pid, or one of the program’s; the only one that there is unless told.',
    'Where the hub serves the page itself (eddy serve --dashboard, eddy run --dashboard), this gives a new link, good once, for a minute. Else the page is served from here, until Ctrl-C or until the run has ended.',
    'A program tells each of its flows only when it was started with --dashboard, --record or --events. Of another one the page shows what it says by itself once a second, and what it answers when it is asked.',
  ],
  options: [
    { flag: '--no-browser', about: 'Say the link, and open nothing.' },
    {
      flag: '--port',
      value: 'PORT[-PORT]',
      about: 'Where the page is served from here; at any free port unless told.',
    },
    jsonSpec,
    helpSpec,
  ],
  examples: ['eddy open', 'eddy open shop --no-browser'],
  async run(words, ports) {
    const { options, rest } = readOptions(openCommand.options, words, 'anywhere');
    const has = (flag: string) => options.some(word => word.flag === flag);
    if (has('--help')) {
      ports.out(commandHelp(openCommand));
      return { status: 0 };
    }
    const [wanted, extra] = rest;
    if (extra !== undefined) {
      throw fail('bad-usage', `eddy open: what is "${extra}" for?`, { hint: 'It takes one word: the name of a run.' });
    }
    const port = options.findLast(({ flag }) => flag === '--port')?.value;
    const at = parsePagePlace('--port', port ?? '0');
    if (ports.page === undefined) throw fail('refused', 'No page is served here.');
    const hub = await ports.dial(wanted);
    const isSampled = hub.run.stays !== true && hub.run.records !== true;
    const tell = teller(ports, ports.page, { isJson: has('--json'), opens: !has('--no-browser'), isSampled });
    try {
      const link = await linkOf(hub);
      if (link !== undefined && port === undefined) {
        tell(link, false);
        return { status: 0 };
      }
    } finally {
      hub.close();
    }
    return serveHere(hub, ports, () => ports.page!.serve(hub.run, at), tell);
  },
};

/** Undefined: it has no dashboard, or is older than dashboards. */
async function linkOf(hub: Hub): Promise<string | undefined> {
  try {
    return (await hub.ask('dashboard', {})).link;
  } catch (error) {
    if (isEddyError(error, 'bad-usage')) return undefined;
    throw error;
  }
}

async function serveHere(
  { run }: Hub,
  ports: CliPorts,
  serve: () => ReturnType<PagePort['serve']>,
  tell: (link: string, isHere: boolean) => void,
): Promise<Exit> {
  const page = await serve();
  try {
    tell(page.newLink(), true);
    const signal = await Promise.race([page.over.then(() => undefined), ports.plane.interrupted()]);
    if (signal === undefined) ports.err(`eddy: ${run.name ?? `pid ${run.pid}`} has ended\n`);
    return { status: signal === 'SIGTERM' ? 143 : 0 };
  } finally {
    await page.close();
  }
}

interface Manner {
  readonly isJson: boolean;
  readonly opens: boolean;
  /** The program does not tell every event. */
  readonly isSampled: boolean;
}

function teller(ports: CliPorts, page: PagePort, { isJson, opens, isSampled }: Manner) {
  return (link: string, isHere: boolean) => {
    const isOpened = opens && page.browse(link);
    if (isJson) {
      const servedBy = isHere ? 'this command' : 'hub';
      ports.out(`${JSON.stringify({ link, servedBy, opened: isOpened, records: !isSampled })}\n`);
      return;
    }
    ports.out(`${link}\n`);
    if (opens && !isOpened) ports.err('eddy: there is no browser here; open the link in one\n');
    if (isSampled)
      ports.err(
        'eddy: this program does not tell every event: the river shows samples (all: eddy run --dashboard, or --record)\n',
      );
    if (isHere) ports.err('eddy: the page is served from here: Ctrl-C ends it\n');
  };
}
