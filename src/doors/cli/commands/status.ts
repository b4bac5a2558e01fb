import { fail } from '../../../base/index.ts';
import { type HubStatus, readOptions, sayDuration } from '../../../wire/protocol/index.ts';
import type { Command } from '../command.ts';
import { helpSpec, jsonSpec } from '../control-command.ts';
import { commandHelp } from '../help.ts';
import type { CliPorts } from '../ports.ts';
import { count, oneLine, type Paint, paintFor, table } from '../words/index.ts';

const hubSpec = { flag: '--hub', value: 'NAME', about: 'Which hub, where there are several.' } as const;

export const statusCommand: Command = {
  name: 'status',
  usage: '[options]',
  about: 'Say how the hub is: its programs, sessions, store, and what was dropped.',
  details: ['Status 2: there is no hub.'],
  options: [hubSpec, jsonSpec, helpSpec],
  examples: ['eddy status', 'eddy status --json'],
  run: (words, ports) =>
    withHub(statusCommand, words, ports, async (hub, isJson) => {
      const status = await hub.ask('status', {});
      ports.out(isJson ? `${JSON.stringify(status)}\n` : statusText(status, paintFor(ports.outColours)));
    }),
};

export const shutdownCommand: Command = {
  name: 'shutdown',
  usage: '[options]',
  about: 'End the hub: sessions are closed, what is held goes on, programs run on.',
  details: [],
  options: [hubSpec, jsonSpec, helpSpec],
  examples: ['eddy shutdown'],
  run: (words, ports) =>
    withHub(shutdownCommand, words, ports, async (hub, isJson) => {
      await hub.ask('shutdown', {});
      await hub.ended;
      ports.out(isJson ? '{"ended":true}\n' : `hub "${hub.run.name}" has ended\n`);
    }),
};

type Dialled = Awaited<ReturnType<CliPorts['plane']['dial']>>;

async function withHub(
  command: Command,
  words: readonly string[],
  ports: CliPorts,
  run: (hub: Dialled, isJson: boolean) => Promise<void>,
): Promise<{ status: number }> {
  const { options, rest } = readOptions(command.options, words, 'anywhere');
  const has = (flag: string) => options.some(word => word.flag === flag);
  if (has('--help')) {
    ports.out(commandHelp(command));
    return { status: 0 };
  }
  if (rest.length > 0)
    throw fail('bad-usage', `eddy ${command.name}: what is "${rest[0]}" for?`, { hint: 'It takes no words.' });
  const hub = await ports.plane.dial(options.findLast(word => word.flag === '--hub')?.value);
  try {
    await run(hub, has('--json'));
  } finally {
    hub.close();
  }
  return { status: 0 };
}

function statusText(status: HubStatus, paint: Paint): string {
  const { hub, at, runs, targets, openSessions, probes, connections, listens, store } = status;
  const drops = Object.entries(status.dropped).map(([what, count]) => `${count} ${what}`);
  const kept = `${store.kept} items kept, ${store.waiting} waiting, ${store.dropped} dropped, ${store.lost} lost before; ${Math.ceil(store.bytes / 1024)} KiB`;
  const lines = [
    paint.bold(`hub "${hub.name}", pid ${hub.pid}, for ${sayDuration(at - hub.started)}`),
    `  ${count(targets.length, 'target')} of ${count(runs.length, 'program')}; ${count(openSessions, 'session')}, ${count(probes, 'probe')}; ${count(connections.controllers, 'controller')}`,
    ...(listens.length === 0 ? [] : [`  listens at ${listens.join(', ')}`]),
    `  history: ${store.path ?? 'in memory'}: ${kept}`,
    ...(drops.length === 0 ? [] : [`  dropped: ${drops.join(', ')}`]),
    ...status.troubles.map(one => `  trouble: ${oneLine(one)}`),
  ];
  const rows = runs.map(run => [
    run.id,
    run.name ?? '-',
    sayDuration(at - run.started),
    String(run.targetCount),
    `${run.words.join(' ')}${run.ended === undefined ? '' : ' (has ended, and left these)'}`,
  ]);
  const programs = rows.length === 0 ? '' : `\n${table(['RUN', 'NAME', 'AGE', 'TARGETS', 'PROGRAM'], rows, paint)}`;
  return `${lines.join('\n')}\n${programs}`;
}
