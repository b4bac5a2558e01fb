import { deepEqual, equal, match, ok, throws } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { isEddyError } from '../../base/index.ts';
import { parseRunOptions } from '../../wire/protocol/index.ts';
import {
  checkConfig,
  configKeys,
  environmentLayer,
  fileLayer,
  loadConfig,
  loadServe,
  problemLine,
  resolveConfig,
  showConfig,
} from './index.ts';

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'eddy-test-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

const linesOf = (text: string) => fileLayer(text, 'f.yaml').problems.map(problemLine);

test('each default is what the file may say, and comes back the same', () => {
  for (const { path, key } of configKeys) {
    if (key.default === undefined) continue;
    const read = key.type.read(key.type.show(key.default));
    deepEqual(read, { value: key.default }, path);
  }
});

test('each key has its variable, and no two the same', () => {
  equal(new Set(configKeys.map(({ variable }) => variable)).size, configKeys.length);
  ok(configKeys.some(({ path, variable }) => path === 'limits.taskSlow' && variable === 'EDDY_LIMITS_TASK_SLOW'));
});

test('everything that is wrong is told at once, with line, column and what was meant', () => {
  deepEqual(linesOf('reprot: x\nlimits:\n  taskSlo: 3s\n  loopBlocked: soon\ntaskSlow: 1\nquiet: yes\n'), [
    'f.yaml:1:1: reprot: there is no such key. Did you mean report?',
    'f.yaml:3:3: limits.taskSlo: there is no such key. Did you mean limits.taskSlow?',
    'f.yaml:4:16: limits.loopBlocked: "soon" is no length of time; write 500ms, 30s, 5m, 1h or 2d.',
    'f.yaml:5:1: taskSlow: there is no such key. Did you mean limits.taskSlow?',
    'f.yaml:6:8: quiet: "yes" is neither true nor false. Did you mean true?',
  ]);
});

test('an element of a list is told at its own place', () => {
  match(
    linesOf('probes:\n  - snap a.ts:1\n  - hol a.ts:2\n')[0] ?? '',
    /^f\.yaml:3:5: probes: "hol" is none of .* Did you mean hold\?/,
  );
});

for (const [what, text, says] of [
  [
    'a key twice',
    'quiet: true\nquiet: false',
    /^f\.yaml:2:1: quiet: this key stands here a second time; the first is in line 1\.$/,
  ],
  ['an anchor', 'name: &a x', /anchors are not read/],
  ['an alias', 'failOn: [&a any, *a]', /anchors are not read/],
  ['a bomb of aliases', `a: &a [x]\nb: &b [*a,*a]\nc: &c [*b,*b]`, /anchors are not read/],
  ['a tag', 'name: !!js/function x', /tag/i],
  ['binary', 'name: !!binary aGk=', /tag/],
  ['__proto__', '__proto__: {quiet: true}', /^f\.yaml:1:1: __proto__: there is no such key/],
  ['a method’s name', 'constructor: 1', /constructor: there is no such key/],
  ['a method’s name in a section', 'limits: {toString: 1s}', /limits\.toString: there is no such key/],
  ['a merge', '<<: {quiet: true}', /<<: there is no such key/],
  ['a list as a key', '? [a]\n: 1', /a key is a word/],
  ['a list as all', '- a', /a configuration has keys/],
  ['a text as all', 'hello', /a configuration has keys/],
  ['a section that is a value', 'limits: 3', /limits: it has keys of its own: taskSlow/],
  ['a value that is a section', 'name: {a: 1}', /name: keys of its own is no name/],
  ['two documents', 'quiet: true\n---\nquiet: false', /multiple documents/],
  ['deep nesting', `probes:\n ${'['.repeat(60_000)}`, /^f\.yaml:2:66: it is nested too deep from here on\.$/],
  ['nesting without brackets', `probes:\n  ${'- '.repeat(30_000)}`, /^f\.yaml:2:67: it is nested too deep/],
  ['many anchors', `name: ${'&a '.repeat(20_000)}x`, /nested too deep/],
  ['nesting that ends', `probes: ${'['.repeat(40)}${']'.repeat(40)}`, /nested too deep/],
  ['a long text', `name: ${'x'.repeat(200_000)}`, /has 200006 characters/],
  ['a number out of bounds', 'capture: {depth: 99}', /^f\.yaml:1:18: capture\.depth: 99 is not between 0 and 20\.$/],
  ['a fraction', 'capture: {depth: 1.5}', /no whole number/],
  ['a time that is too long', 'limits: {taskSlow: 90d}', /not between/],
  ['no finding', 'findings: {off: [lock-cycel]}', /Did you mean lock-cycle\?/],
  ['control characters', 'name: "a\\u0000b"', /control characters/],
] as const) {
  test(`refused: ${what}`, () => {
    const lines = linesOf(text);
    ok(
      lines.some(line => says.test(line)),
      lines.join('\n'),
    );
    equal(({} as { quiet?: boolean }).quiet, undefined);
  });
}

test('times, sizes and lists in each of their forms', () => {
  const read = (path: string, text: string) => fileLayer(`${text}`, 'f').values.get(path)?.value;
  for (const text of ['30s', '30000', '30000ms', '0.5m', '30 s', '"30s"'])
    equal(read('limits.taskSlow', `limits: {taskSlow: ${text}}`), 30_000, text);
  deepEqual(read('gates.include', 'gates: {include: a}'), ['a']);
  deepEqual(read('gates.include', 'gates: {include: [a, b]}'), ['a', 'b']);
  deepEqual(read('failOn', 'failOn: any:2'), [{ kind: 'any', allowed: 2 }]);
});

test('JSON is read too, with tabs and its schema named, and told by line and column', () => {
  const layer = fileLayer('{\n\t"$schema": "x",\n\t"quiet": true,\n\t"nam": 1\n}', 'f.json');
  equal(layer.values.get('quiet')?.value, true);
  deepEqual(layer.problems.map(problemLine), ['f.json:4:2: nam: there is no such key. Did you mean name?']);
});

test('an empty file says nothing, nor does a key without a value', () => {
  for (const text of ['', '# only words\n', 'limits:\n', 'name:\n']) {
    const { values, problems } = fileLayer(text, 'f');
    deepEqual([values.size, problems], [0, []], text);
  }
});

test('default < file < environment < flag, each with its origin', t => {
  const cwd = folder(t);
  writeFileSync(join(cwd, 'eddy.config.yaml'), 'name: file\nreport: r.json\nquiet: true\nlimits:\n  taskSlow: 1s\n');
  const env = { EDDY_NAME: 'environment', EDDY_REPORT: 'e.json', EDDY_LIMITS: '{"lockHeldMs":7,"holdMs":3}' };
  const { keys, problems } = showConfig({ cwd, env }, parseRunOptions(['--report', 'flag.json']));
  deepEqual(problems, []);
  const shown = (wanted: string) => keys.find(({ key }) => key === wanted);
  deepEqual(shown('report'), { key: 'report', value: 'flag.json', from: 'flag', at: '--report' });
  deepEqual(shown('name'), { key: 'name', value: 'environment', from: 'environment', at: 'EDDY_NAME' });
  deepEqual(shown('quiet'), { key: 'quiet', value: true, from: 'file', at: 'eddy.config.yaml:3' });
  deepEqual(shown('limits.lockHeld'), { key: 'limits.lockHeld', value: '7ms', from: 'environment', at: 'EDDY_LIMITS' });
  deepEqual(shown('wait'), { key: 'wait', value: false, from: 'default' });
});

test('what is wrong in the environment is told by the variable', () => {
  const { problems } = environmentLayer({
    EDDY_QUIET: 'on',
    EDDY_FAIL_ON: 'any,lock-cycel',
    EDDY_PROBES: '["hold x"]',
  });
  deepEqual(problems.map(problemLine), [
    'EDDY_FAIL_ON in the environment: failOn: there is no finding kind "lock-cycel". The nearest: lock-cycle. All kinds: eddy help findings.',
    'EDDY_QUIET in the environment: quiet: "on" is neither true nor false. Did you mean true?',
    'EDDY_PROBES in the environment: probes: hold x: which line of it? As in hold x:42.',
  ]);
});

test('the nearest file up to the root of the project', t => {
  const base = folder(t);
  mkdirSync(join(base, 'project/src/deep'), { recursive: true });
  writeFileSync(join(base, 'eddy.config.yaml'), 'name: outside');
  const at = (cwd: string) => resolveConfig({ cwd: join(base, cwd), env: {} }).config.name;
  equal(at('.'), 'outside');
  equal(at('project/src/deep'), undefined, 'outside of a project only the folder itself is asked');
  writeFileSync(join(base, 'project/package.json'), '{}');
  equal(at('project/src/deep'), undefined, 'nothing above package.json is asked');
  writeFileSync(join(base, 'project/eddy.config.json'), '{"name":"project"}');
  equal(at('project/src/deep'), 'project');
  writeFileSync(join(base, 'project/src/eddy.config.yml'), 'name: src');
  equal(at('project/src/deep'), 'src');
  writeFileSync(join(base, 'project/src/eddy.config.yaml'), 'name: src');
  throws(() => at('project/src/deep'), /eddy\.config\.yaml and eddy\.config\.yml: which of them\?/);
});

test('a file that was named: by flag before EDDY_CONFIG; --no-config reads none', t => {
  const cwd = folder(t);
  for (const name of ['a', 'b', 'eddy.config']) writeFileSync(join(cwd, `${name}.yaml`), `name: ${name}`);
  const nameOf = (words: string[], env = {}) => loadConfig({ cwd, env }, parseRunOptions(words)).config.name;
  equal(nameOf([]), 'eddy.config');
  equal(nameOf([], { EDDY_CONFIG: 'b.yaml' }), 'b');
  equal(nameOf(['--config', 'a.yaml'], { EDDY_CONFIG: 'b.yaml' }), 'a');
  equal(nameOf(['--no-config'], { EDDY_CONFIG: 'b.yaml' }), undefined);
  const bad = (words: string[]) => () => loadConfig({ cwd, env: {} }, parseRunOptions(words));
  throws(bad(['--config', 'none.yaml']), /none\.yaml: there is no such file/);
  throws(bad(['--config', '.']), /is no file/);
  writeFileSync(join(cwd, 'latin.yaml'), Buffer.from([0x61, 0x3a, 0x20, 0xe9]));
  throws(bad(['--config', 'latin.yaml']), /no text in UTF-8/);
  writeFileSync(join(cwd, 'huge.yaml'), ' '.repeat(600_000));
  throws(bad(['--config', 'huge.yaml']), /more than 512 KB/);
});

test('a run is told what was said: files beside the configuration, probes, rules, settings', t => {
  const base = folder(t);
  mkdirSync(join(base, 'src'));
  writeFileSync(join(base, 'package.json'), '{}');
  writeFileSync(
    join(base, 'eddy.config.yaml'),
    [
      'report: out.json',
      'failOn: [lock-cycle:1]',
      'gates: {exclude: "**/gen/**"}',
      'probes: [hold a.ts:3 if x, on stop@uncaught]',
      'session: ann',
      'match: "header:x=y"',
      'probeDefaults: {holdFor: 2s, maxHits: 3, whenRefused: [retry, degrade]}',
      'findings: {off: task-slow}',
      'sessions: {max: 2, maxProbes: 4, timeout: 1m}',
      'limits: {taskSlow: 1s, letGoAfter: 50ms}',
      'redaction: {addKeys: [licence]}',
      'capture: {depth: 1, time: 9}',
      'stack: {depth: 50}',
      'monitor: {loop: false, canary: 2s, samples: 5s}',
      'reconnect: {first: 1s, longest: 9s, failures: 3, rest: 1m}',
    ].join('\n'),
  );
  const { options } = loadConfig({ cwd: join(base, 'src'), env: {} }, parseRunOptions(['--events', 'e.ndjson']));
  deepEqual(options, {
    ...parseRunOptions([]).options,
    report: join(base, 'out.json'),
    events: 'e.ndjson',
    failOn: [{ kind: 'lock-cycle', allowed: 1 }],
    quiet: false,
    json: false,
    wait: false,
    prompt: 'shared',
    observeOnly: false,
    gates: { include: [], exclude: ['**/gen/**'] },
    probing: {
      probes: [
        { kind: 'hold', place: { file: 'a.ts', line: 3 }, condition: 'x' },
        { kind: 'stop', place: { on: 'uncaught' } },
      ],
      session: 'ann',
      match: [{ by: 'header', name: 'x', value: 'y' }],
      limits: {},
    },
    inside: {
      limits: { taskSlowMs: 1000 },
      redaction: { addKeys: ['licence'], exceptKeys: [] },
      capture: { depth: 1, timeMs: 9 },
      findingsOff: ['task-slow'],
      stackDepth: 50,
      loopWatch: false,
      canaryEveryMs: 2000,
      stateEveryMs: 5000,
      reconnect: { firstMs: 1000, longestMs: 9000, failuresToOpen: 3, openMs: 60_000 },
    },
    rules: {
      maxSessions: 2,
      maxProbesEach: 4,
      maxProbes: 10_000,
      letGoAfterMs: 50,
      timeoutMs: 60_000,
      defaults: { holdForMs: 2000, maxHits: 3 },
      whenRefused: ['retry', 'degrade'],
    },
  });
});

test('what the file and a flag say together has to make sense', t => {
  const cwd = folder(t);
  writeFileSync(join(cwd, 'eddy.config.yaml'), 'observeOnly: true\n');
  throws(() => loadConfig({ cwd, env: {} }, parseRunOptions(['--hold', 'a.ts:1'])), /--observe-only and a hold/);
});

test('a check throws only where there is nothing to check', t => {
  const cwd = folder(t);
  deepEqual(checkConfig({ cwd, env: {} }, undefined), { problems: [] });
  writeFileSync(join(cwd, 'x.yaml'), 'nam: 1');
  equal(checkConfig({ cwd, env: {} }, 'x.yaml').problems.length, 1);
  throws(
    () => loadConfig({ cwd, env: {} }, parseRunOptions(['--config', 'x.yaml'])),
    error => isEddyError(error, 'bad-config') && /x\.yaml:1:1: nam/.test(error.message),
  );
});

test('a hub that stays: its store, its bounds', t => {
  const cwd = folder(t);
  const settings = () => loadServe({ cwd, env: {} });
  deepEqual(settings().store, {});
  writeFileSync(
    join(cwd, 'eddy.config.yaml'),
    'store: {file: h.db, maxAge: 90d, maxSize: 2GB}\nserve: {maxConnections: 7, dap: 4711, dashboard: 4780-4789}\nobserveOnly: true\nsessions: {max: 3}\n',
  );
  const { store, maxConnections, observeOnly, rules, dap, dashboard } = settings();
  deepEqual(store, { path: join(cwd, 'h.db'), maxAgeMs: 90 * 86_400_000, maxBytes: 2 * 1024 ** 3 });
  deepEqual([maxConnections, observeOnly, rules.maxSessions, dap, dashboard], [7, true, 3, '4711', '4780-4789']);
  writeFileSync(join(cwd, 'eddy.config.yaml'), 'store: {file: memory}\n');
  deepEqual(settings().store, { path: 'memory' });
});

test('the dashboard of a run: by file, by flag, and the port of whoever says one', t => {
  const cwd = folder(t);
  const of = (...words: string[]) => loadConfig({ cwd, env: {} }, parseRunOptions(words)).options.dashboard;
  equal(of(), undefined);
  deepEqual(of('--dashboard'), { opens: false });
  writeFileSync(join(cwd, 'eddy.config.yaml'), 'dashboard: {port: 4790}\n');
  equal(of(), undefined);
  const at = (port: number) => ({ host: '127.0.0.1', port });
  deepEqual(of('--open'), { opens: true, at: at(4790) });
  deepEqual(of('--dashboard', '1'), { opens: false, at: at(1) });
  deepEqual(of('--dashboard', '--hub', 'main'), { opens: false });
  writeFileSync(join(cwd, 'eddy.config.yaml'), 'dashboard: {enabled: true, open: true, port: 4790-4799}\n');
  deepEqual(of(), { opens: true, at: { ...at(4790), lastPort: 4799 } });
  writeFileSync(join(cwd, 'eddy.config.yaml'), 'dashboard: {enabled: true, port: 127.0.0.1:1}\n');
  throws(() => of(), /as in 4780 or 4780-4789/);
});
