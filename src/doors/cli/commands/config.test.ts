import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { fail, systemClock } from '../../../base/index.ts';
import { runCli } from '../cli.ts';
import type { CliPorts, ConfigPort, GivenRun, MigrateJob } from '../ports.ts';

async function cli(words: string, port: Partial<ConfigPort>) {
  const said = { out: '', err: '' };
  const exit = await runCli(words.split(' '), {
    version: '1',
    cwd: '/',
    colours: false,
    outColours: false,
    clock: systemClock,
    out: (text: string) => {
      said.out += text;
    },
    err: (text: string) => {
      said.err += text;
    },
    config: port as ConfigPort,
  } as unknown as CliPorts);
  return { ...said, status: 'status' in exit ? exit.status : undefined };
}

const problem = { text: 'f.yaml:1:1: reprot: there is no such key. Did you mean report?' };

test('show: each key, its value and where it is from; flags after -- count', async () => {
  let given: GivenRun | undefined;
  const show: ConfigPort['show'] = asked => {
    given = asked;
    return {
      file: '/f.yaml',
      problems: [],
      keys: [
        { key: 'report', value: 'r.json', from: 'flag', at: '--report' },
        { key: 'failOn', value: ['any:0', 'lock-cycle:1'], from: 'file', at: 'f.yaml:3' },
        { key: 'name', value: null, from: 'default' },
      ],
    };
  };
  const { out, status } = await cli('config show --config f.yaml -- --report r.json', { show });
  deepEqual(out.split('\n'), [
    'configuration: /f.yaml',
    'KEY     VALUE                FROM',
    'report  r.json               --report',
    'failOn  any:0, lock-cycle:1  f.yaml:3',
    'name    -                    default',
    '',
  ]);
  deepEqual([status, given?.options.config, given?.flags], [0, 'f.yaml', ['--report']]);
  const json = JSON.parse((await cli('config show --json', { show })).out) as { keys: unknown[] };
  equal(json.keys.length, 3);
});

test('check: 0 and a word where nothing is wrong, 2 and every problem where something is', async () => {
  const good = await cli('config check', { check: () => ({ file: '/f.yaml', problems: [] }) });
  deepEqual([good.status, good.out], [0, '/f.yaml: nothing is wrong\n']);
  const none = await cli('config check', { check: () => ({ problems: [] }) });
  deepEqual([none.status, none.out], [0, 'no configuration file here; nothing is wrong\n']);
  const bad = await cli('config check f.yaml', { check: file => ({ file: file!, problems: [problem, problem] }) });
  deepEqual([bad.status, bad.out], [2, `${problem.text}\n${problem.text}\n`]);
  const json = await cli('config check --json', { check: () => ({ problems: [problem] }) });
  deepEqual([json.status, JSON.parse(json.out)], [2, { file: null, problems: [problem] }]);
});

test('migrate: which files, where to, by force, and each key that moved', async () => {
  let asked: MigrateJob | undefined;
  const migrate: ConfigPort['migrate'] = job => {
    asked = job;
    const row = { at: 'a.yaml:1', old: 'x.y', became: 'renamed', to: ['z'], why: 'because' };
    return { file: '/eddy.config.yaml', backup: '/eddy.config.yaml.bak', keys: [row] };
  };
  const { out, status } = await cli('config migrate a.yaml b.json --force --out c.yaml', { migrate });
  deepEqual([status, asked], [0, { files: ['a.yaml', 'b.json'], force: true, out: 'c.yaml' }]);
  match(out, /a\.yaml:1 +x\.y +renamed +z +because\nwrote \/eddy\.config\.yaml; what was there is in .*\.bak\n$/);
});

for (const [words, says] of [
  ['config', /config: do what\? As in: eddy config check\. There are show, check and migrate/],
  ['config shwo', /there is no "shwo"\. Did you mean show\?/],
  ['config constructor', /there is no "constructor"/],
  ['config migrate', /which files\?/],
  ['config check a b', /what is "b" for\?/],
  ['config show -- x.js', /what is "x\.js" for\?/],
] as const) {
  test(`wrong words: eddy ${words}`, async () => {
    const { err, status } = await cli(words, {});
    match(err, says);
    equal(status, 2);
  });
}

test('an error of several lines is marked as ours in each', async () => {
  const check = () => {
    throw fail('bad-config', 'one\ntwo');
  };
  equal((await cli('config check', { check })).err, 'eddy: one\neddy: two\n');
});
