import { type OpenStream, sayDuration } from '../../../wire/protocol/index.ts';
import { controlCommand } from '../control-command.ts';
import { oneLine, place, table } from '../words/index.ts';

const head = ['STREAM', 'STATE', 'FLOW', 'NAME', 'OTHER END', 'CAME', 'WENT', 'TO READ', 'TO SEND', 'AGE', 'WHERE'];

export const streamsCommand = controlCommand({
  name: 'streams',
  usage: '[options]',
  about: 'List the streams that are open now: what each does, whose it is, what waits in it.',
  options: [],
  details: [
    'Looked up in the program when asked; nothing is kept up for it. There are: web streams that a flow has locked by getReader(); bodies of responses of fetch and undici; sockets, pipes and terminals of Node that keep the event loop alive; of a Python program the sockets of its asyncio loops. A file that is read only when somebody asks for more is none of them.',
    'States: reading (somebody waits for what comes next), flowing, paused, unread (nobody has begun), idle (no read waits; a reader keeps its stream locked), full (who writes has to wait until it drains), writable (written to and not read). CAME, WENT, TO READ and TO SEND are bytes.',
  ],
  examples: ['eddy streams', 'eddy streams --json'],
  async run({ hub, ports, paint, answer }) {
    const look = await hub.ask('streams', {});
    return answer(look, () => {
      const silent = look.targets.flatMap(({ target, error }) =>
        error === undefined ? [] : [`target ${target}: ${oneLine(error.message)}\n`],
      );
      const streams = look.targets.flatMap(({ open }) => open?.streams ?? []);
      const cut = look.targets.some(({ open }) => open?.cut === true) ? ['there are more than are listed\n'] : [];
      if (streams.length === 0) return [...silent, 'no stream is open\n'].join('');
      const rows = streams.map(one => cells(one, look.at, ports.cwd));
      return [...silent, table(head, rows, paint), ...cut].join('');
    });
  },
});

function cells(one: OpenStream, now: number, cwd: string): string[] {
  const { kind, state, flow, flowName, peer, bytesRead, bytesWritten, toRead, toWrite, opened, site } = one;
  return [
    kind,
    state,
    flow ?? '-',
    flowName === undefined ? '-' : oneLine(flowName),
    peer ?? '-',
    ...[bytesRead, bytesWritten, toRead, toWrite].map(bytes => String(bytes ?? '-')),
    opened === undefined ? '-' : sayDuration(now - opened),
    site === undefined ? '-' : place(site, cwd),
  ];
}
