import { fail, isLoopback } from '../../../base/index.ts';
import {
  type HubStatus,
  type OptionWord,
  parseEditorPlace,
  parsePagePlace,
  parsePortPlace,
  portWords,
  readOptions,
} from '../../../wire/protocol/index.ts';
import type { Command } from '../command.ts';
import { helpSpec, jsonSpec } from '../control-command.ts';
import { commandHelp } from '../help.ts';
import type { ServeJob } from '../ports.ts';
import { oneLine } from '../words/index.ts';

export const defaultHub = 'main';
/** Where editors look first. */
export const defaultDap = '4711-4720';
/** A page that was left open finds a hub that was started again at the same port. */
export const defaultDashboard = '4780-4789';

export const serveCommand: Command = {
  name: 'serve',
  usage: '[options]',
  about: 'Start a hub that stays: programs come and go, sessions and history remain.',
  details: [
    'Programs join it with eddy run --hub. Other commands find it as they find a run: eddy ps, eddy hold, eddy sessions; eddy history and eddy report say what was.',
    'It listens on sockets in a folder that only its user can enter. --listen opens a port beside, on loopback, for targets and controllers that say the hub’s token first; the token is in the file `token` of the folder, and nowhere else. Off loopback it listens only with --public and a certificate.',
    'When it is told to end (Ctrl-C, SIGTERM, eddy shutdown), sessions are closed, what is held goes on, and programs run on. A second Ctrl-C ends it at once. Programs wait for it to come back: a hub of the same name finds them again.',
  ],
  options: [
    { flag: '--name', value: 'NAME', about: `Several hubs are told apart by it; ${defaultHub} unless told.` },
    {
      flag: '--listen',
      value: '[HOST:]PORT[-PORT]',
      about: 'Also a port: 0 for a free one, of a range the first that is free. More than once.',
    },
    { flag: '--tls-cert', value: 'FILE', about: 'Certificate of those ports, in PEM.' },
    { flag: '--tls-key', value: 'FILE', about: 'Its key, in PEM.' },
    {
      flag: '--public',
      about: 'Ports may be off loopback: others in the network can reach them, if they have the token.',
    },
    {
      flag: '--store',
      value: 'FILE|memory',
      about: 'Where history is kept; a file of the hub’s name in the state folder unless told.',
    },
    { flag: '--max-connections', value: 'N', about: 'More than so many on a port are sent away; 1000 unless told.' },
    { flag: '--observe-only', about: 'Nobody may stop, hold, evaluate or change anything.' },
    {
      flag: '--dashboard',
      value: '[PORT[-PORT]]',
      valueLooksLike: portWords,
      about: `Also the dashboard, at 127.0.0.1; at the first port of ${defaultDashboard} that is free unless told.`,
    },
    {
      flag: '--all',
      about: `Every part that there is: the hub, --dap ${defaultDap} and --dashboard ${defaultDashboard} unless told.`,
    },
    {
      flag: '--dap',
      value: '[HOST:]PORT[-PORT]',
      about: 'Also a port where editors dial in (Debug Adapter Protocol), on loopback alone. See: eddy help ide.',
    },
    {
      flag: '--dap-without-token',
      about:
        'Whoever reaches that port on this machine may start programs as you; without, `launch` and `attach` say the hub’s token.',
    },
    jsonSpec,
    helpSpec,
  ],
  examples: ['eddy serve', 'eddy serve --listen 0 --json', 'eddy serve --name team --store memory'],
  async run(words, ports) {
    const { options, rest } = readOptions(serveCommand.options, words, 'anywhere');
    if (options.some(({ flag }) => flag === '--help')) {
      ports.out(commandHelp(serveCommand));
      return { status: 0 };
    }
    if (rest.length > 0)
      throw fail('bad-usage', `eddy serve: what is "${rest[0]}" for?`, { hint: 'It takes no words.' });
    const served = await ports.plane.serve(jobOf(options));
    const isJson = options.some(({ flag }) => flag === '--json');
    const link = served.newLink();
    // Whoever reads that it is ready may end it.
    const interrupted = ports.plane.interrupted();
    ports.out(
      isJson
        ? `${JSON.stringify({ ready: served.status(), folder: served.folder, ...(link === undefined ? {} : { link }) })}\n`
        : readyText(served.status(), served.folder, link),
    );
    const signal = await Promise.race([served.asked.then(() => undefined), interrupted]);
    if (!isJson) ports.err(`eddy: ${signal ?? 'told to end'}: closing sessions and the store …\n`);
    await served.close();
    if (isJson) ports.out('{"ended":true}\n');
    return signal === 'SIGTERM' ? { status: 143 } : { status: 0 };
  },
};

function jobOf(options: readonly OptionWord[]): ServeJob {
  const value = (flag: string) => options.findLast(word => word.flag === flag)?.value;
  const has = (flag: string) => options.some(word => word.flag === flag);
  const listen = options
    .filter(({ flag }) => flag === '--listen')
    .map(({ flag, value: words }) => parsePortPlace(flag, words));
  const [certFile, keyFile] = [value('--tls-cert'), value('--tls-key')];
  if ((certFile === undefined) !== (keyFile === undefined)) {
    throw fail('bad-option', '--tls-cert and --tls-key go together.', { hint: 'Give both, or none.' });
  }
  const far = listen.find(({ host }) => !isLoopback(host));
  if (far !== undefined && !has('--public')) {
    throw fail('bad-option', `--listen ${far.host}:${far.port} can be reached from outside this machine.`, {
      hint: 'If that is what you want, add --public and a certificate (--tls-cert, --tls-key).',
    });
  }
  if (far !== undefined && certFile === undefined) {
    throw fail('bad-option', `--listen ${far.host}:${far.port} would carry the token over the network in the clear.`, {
      hint: 'Add --tls-cert and --tls-key.',
    });
  }
  const dap = dapOf(value('--dap') ?? (has('--all') ? defaultDap : undefined), has('--dap-without-token'));
  const page = has('--all') || has('--dashboard') ? value('--dashboard') || defaultDashboard : undefined;
  const store = value('--store');
  const most = value('--max-connections');
  if (most !== undefined && !/^[1-9]\d{0,5}$/.test(most))
    throw fail('bad-option', `--max-connections ${most} is no number from 1 on.`, {
      hint: 'As in --max-connections 200.',
    });
  return {
    name: nameOf(value('--name')),
    listen,
    observeOnly: has('--observe-only'),
    ...(certFile === undefined || keyFile === undefined ? {} : { tls: { certFile, keyFile } }),
    ...(dap === undefined ? {} : { dap }),
    ...(page === undefined ? {} : { dashboard: parsePagePlace('--dashboard', page) }),
    ...(store === undefined ? {} : { store }),
    ...(most === undefined ? {} : { maxConnections: Number(most) }),
  };
}

export function nameOf(name = defaultHub): string {
  if (/^[\w.-]{1,40}$/.test(name)) return name;
  throw fail('bad-option', `--name "${name}" is no name for a hub.`, {
    hint: 'Letters, digits, - . and _, at most 40.',
  });
}

function dapOf(words: string | undefined, isOpen: boolean): ServeJob['dap'] {
  if (words !== undefined) return { ...parseEditorPlace('--dap', words), ...(isOpen ? { open: true } : {}) };
  if (isOpen) throw fail('bad-option', '--dap-without-token: of which port?', { hint: 'Add --dap PORT.' });
  return undefined;
}

function readyText(
  { hub, listens, store, runs, troubles }: HubStatus,
  folder: string,
  link: string | undefined,
): string {
  const lines = [
    `eddy: hub "${hub.name}" is ready, pid ${hub.pid}`,
    `  programs join with   eddy run --hub ${hub.name} shop.ts`,
    `  its sockets          ${folder}`,
    ...listens.map(one => `  it listens at        ${one}`),
    ...(link === undefined
      ? []
      : [`  its dashboard        ${link} (good once, for a minute; another: eddy open ${hub.name})`]),
    `  history              ${store.path ?? 'in memory: gone when the hub ends'}${store.lost === 0 ? '' : ` (${store.lost} items were lost when the hub before was killed)`}`,
    ...(store.setAside === undefined ? [] : [`  set aside            ${store.setAside.path}: ${store.setAside.why}`]),
    ...(runs.length === 0 ? [] : [`  ${runs.length} programs are there already`]),
    ...troubles.map(one => `  trouble              ${oneLine(one)}`),
    '  it ends with         Ctrl-C, or eddy shutdown',
  ];
  return lines.map(line => `${line}\n`).join('');
}
