import { deepEqual, equal } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseRunOptions } from '../../../wire/protocol/index.ts';
import { insideOptions, targetEnvironment, withPreload } from './environment.ts';

test('the user’s own NODE_OPTIONS stay and come first', () => {
  equal(
    withPreload('--no-warnings -r ./mine.cjs', '/e/register.cjs'),
    '--no-warnings -r ./mine.cjs --require /e/register.cjs',
  );
  equal(withPreload('', '/e/register.cjs'), '--require /e/register.cjs');
});

test('the preload is never there twice', () => {
  for (const path of ['/e/register.cjs', '/my "e"/register.cjs']) {
    const once = withPreload('--no-warnings', path);
    equal(withPreload(once, path), once);
  }
  equal(withPreload('-r /e/register.cjs', '/e/register.cjs'), '-r /e/register.cjs');
  equal(withPreload('--require=/e/register.cjs', '/e/register.cjs'), '--require=/e/register.cjs');
});

for (const name of ['plain', 'with space', 'with "quotes"', 'back\\slash', 'all "of\\ it', 'tab\tbed']) {
  test(`Node itself finds a preload in a folder called ${name}`, t => {
    const base = mkdtempSync(join(tmpdir(), 'eddy-test-'));
    t.after(() => rmSync(base, { recursive: true }));
    const folder = join(base, name);
    mkdirSync(folder);
    const preload = join(folder, 'p.cjs');
    writeFileSync(preload, 'globalThis.loaded = (globalThis.loaded ?? 0) + 1;');
    const env = { ...process.env, NODE_OPTIONS: withPreload('--no-warnings', preload) };
    const print = 'console.log(JSON.stringify([loaded, process.execArgv.length]))';
    const out = execFileSync(process.execPath, ['-e', print], { env, encoding: 'utf8' });
    deepEqual(JSON.parse(out)[0], 1);
  });
}

test('a target is told where its hub is, in its environment and not in its arguments', () => {
  const env = targetEnvironment(
    { HOME: '/h' },
    '/p.cjs',
    { socket: '/s', token: 't' },
    { options: { events: true, report: false, heartbeat: true } },
  );
  deepEqual(env, {
    HOME: '/h',
    NODE_OPTIONS: '--require /p.cjs',
    EDDY_HUB: '/s',
    EDDY_TOKEN: 't',
    EDDY_OPTIONS_JSON: '{"events":true,"report":false,"heartbeat":true}',
  });
});

test('of the options, the inside is told what is not as it always is; and a plan when there is one', () => {
  const asked = (...words: string[]) => insideOptions(parseRunOptions(words).options);
  deepEqual(asked(), { events: false, report: false, heartbeat: true });
  deepEqual(asked('--wait', '--exclude', 'a/**', '--include', '**'), {
    events: false,
    report: false,
    heartbeat: true,
    gates: { include: ['**'], exclude: ['a/**'] },
    wait: true,
  });
  deepEqual(asked('--no-gates', '--observe-only').gates, false);
  deepEqual(asked('--no-gates', '--observe-only').observeOnly, true);
  const plan = { revision: 1, sessions: [], probes: [], observeOnly: false, letGoAfterMs: 500 };
  const env = targetEnvironment({}, '/p.cjs', { socket: '/s', token: 't' }, { options: asked(), plan });
  deepEqual(JSON.parse(env.EDDY_PLAN ?? ''), plan);
});

test('time limits of the configuration are added to what EDDY_LIMITS says', () => {
  const options = insideOptions(parseRunOptions([]).options);
  const limitsOf = (own: string | undefined, limits?: Record<string, number>) =>
    targetEnvironment({ EDDY_LIMITS: own }, '/p', { socket: '/s', token: 't' }, { options, ...(limits && { limits }) })
      .EDDY_LIMITS;
  equal(limitsOf(undefined), undefined);
  equal(limitsOf('{"holdMs":1}'), '{"holdMs":1}');
  equal(limitsOf('{"holdMs":1}', { taskSlowMs: 2 }), '{"holdMs":1,"taskSlowMs":2}');
  equal(limitsOf('no JSON', { taskSlowMs: 2 }), '{"taskSlowMs":2}');
});
