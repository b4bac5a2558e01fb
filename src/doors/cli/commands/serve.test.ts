import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../../base/index.ts';
import { noPlane } from '../../../testing/no-plane.ts';
import type { HubStatus } from '../../../wire/protocol/index.ts';
import { runCli } from '../cli.ts';
import type { CliPorts, ServedHub } from '../ports.ts';

const card = { version: 1, pid: 7, name: 'main', words: [], cwd: '/', started: 1, stays: true } as const;

function hub(more: Partial<HubStatus> = {}): ServedHub {
  const status: HubStatus = {
    at: 1,
    version: '1',
    hub: card,
    runs: [],
    targets: [],
    openSessions: 0,
    probes: 0,
    connections: { targets: 0, controllers: 0 },
    listens: [],
    store: { kind: 'memory', kept: 0, waiting: 0, dropped: 0, lost: 0, bytes: 0 },
    dropped: {},
    troubles: [],
    ...more,
  };
  return {
    card,
    folder: '/f',
    listens: [],
    newLink: () => undefined,
    status: () => status,
    asked: Promise.resolve(),
    close: async () => {},
  };
}

async function serve(line: string, served: ServedHub) {
  let [out, err] = ['', ''];
  const ports: CliPorts = {
    version: '1',
    cwd: '/',
    colours: false,
    outColours: false,
    clock: systemClock,
    out: text => {
      out += text;
    },
    err: text => {
      err += text;
    },
    run: noPlane.dial,
    dial: noPlane.dial,
    runs: async () => [],
    plane: { ...noPlane, serve: async () => served, interrupted: () => new Promise(() => {}) },
  };
  const exit = await runCli(`serve ${line}`.trim().split(' '), ports);
  return { exit, out, err };
}

test('who starts it is told what goes wrong already, and no line of it can write to the terminal', async () => {
  const { exit, out } = await serve('', hub({ troubles: ['its folder is not there\u001b[2J'] }));
  deepEqual(exit, { status: 0 });
  match(out, /\n {2}trouble +its folder is not there.*\n {2}it ends with/);
  equal(out.includes('\u001b'), false);
});

test('a number that is none is told with one that is', async () => {
  const { exit, err } = await serve('--max-connections many', hub());
  deepEqual(exit, { status: 2 });
  match(err, /--max-connections many is no number from 1 on\. As in --max-connections 200\./);
});
