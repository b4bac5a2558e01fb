import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { parse } from 'yaml';
import { isEddyError } from '../../../base/index.ts';
import { migrateConfig } from './index.ts';
import { oldKeys } from './old-keys.ts';

const debugConfig = `
debug:
  level: INFO
  remote_debugging: {enabled: true, host: 127.0.0.1, port: 5678, wait_for_client: true, auto_start: false}
  dashboard: {enabled: true, port: 8080, refresh_interval: 5, auto_open: false}
async_debugging:
  track_tasks: true
  default_timeout: 300
  max_timeout: 3600
  cancel_scope_tracking: {enabled: true, detect_cross_task_violations: true, log_all_operations: true, violation_threshold: 0}
session_management:
  default_session_timeout: 3600
  max_concurrent_sessions: 10
breakpoints:
  max_per_session: 100
  auto_disable_after_trigger: false
  auto_breakpoints: {exception_handlers: true, cancel_scope_operations: true}
notifications: {alerts: {cancel_scope_errors: 0, timeout_threshold: 0.1}}
development: {hot_reload: {enabled: true, watch_paths: [src]}}
recovery: {fallback_strategies: [retry, degrade, skip, fallback]}
unheard_of: 1
`;
const debugpyConfig = JSON.stringify({
  exceptions: { break_on_unhandled: true, break_on_throw: ['ValueError', 'no name at all'] },
  async_tracking: { stack_trace_depth: 50 },
  logging: { file: 'debug.log', max_size_mb: 100, backup_count: 5, format: 'x' },
  remote: { port_range: [5678, 5687] },
});

function folder(t: TestContext): string {
  const cwd = mkdtempSync(join(tmpdir(), 'eddy-test-'));
  t.after(() => rmSync(cwd, { recursive: true }));
  writeFileSync(join(cwd, 'debug_config.yaml'), debugConfig);
  writeFileSync(join(cwd, 'debugpy_config.json'), debugpyConfig);
  return cwd;
}

const files = ['debug_config.yaml', 'debugpy_config.json'];

test('the two old files become the new one, and each key is listed', t => {
  const cwd = folder(t);
  const { file, keys, backup } = migrateConfig({ cwd, files, force: false });
  equal(backup, undefined);
  deepEqual(parse(readFileSync(file, 'utf8')), {
    wait: true,
    dashboard: { enabled: true, port: '8080-8089' },
    monitor: { samples: '5s' },
    limits: { taskSlow: '300s' },
    events: 'eddy-events.ndjson',
    failOn: ['scope-crossed:0'],
    sessions: { timeout: '3600s', max: 10, maxProbes: 100 },
    probes: ['on snap@throw', 'on snap@scope-cancel', 'on stop@uncaught', 'on stop@throw:ValueError'],
    stack: { depth: 50 },
    alerts: { rules: ['scope-crossed > 0'] },
    watch: { enabled: true, paths: ['src'] },
    probeDefaults: { whenRefused: ['retry', 'degrade', 'skip', 'fallback'] },
    log: { file: 'debug.log', maxSize: '100MB', maxFiles: 6 },
  });
  const of = (wanted: string) => keys.find(({ old }) => old === wanted);
  deepEqual(of('session_management.max_concurrent_sessions'), {
    at: 'debug_config.yaml:13',
    old: 'session_management.max_concurrent_sessions',
    value: 10,
    became: 'renamed',
    to: ['sessions.max'],
    why: 'how many may be open at once',
  });
  equal(of('breakpoints.auto_disable_after_trigger')?.became, 'dropped');
  equal(of('unheard_of')?.why, 'no key of the old files that is known');
  equal(keys.length, 37);
  ok(keys.every(({ why }) => why !== ''));
});

test('a file that is there is kept, and replaced only by force, with a copy of it beside', t => {
  const cwd = folder(t);
  writeFileSync(join(cwd, 'eddy.config.yaml'), 'name: mine\n');
  throws(
    () => migrateConfig({ cwd, files, force: false }),
    error => isEddyError(error, 'cannot-write'),
  );
  equal(readFileSync(join(cwd, 'eddy.config.yaml'), 'utf8'), 'name: mine\n');
  const first = migrateConfig({ cwd, files, force: true });
  equal(readFileSync(first.backup ?? '', 'utf8'), 'name: mine\n');
  const second = migrateConfig({ cwd, files, force: true });
  equal(readFileSync(first.backup ?? '', 'utf8'), 'name: mine\n', 'no copy is lost to a later one');
  ok(second.backup !== first.backup);
  deepEqual(
    readdirSync(cwd).filter(name => name.endsWith('.new')),
    [],
  );
});

test('nothing is written when an old file cannot be read, or makes no sense', t => {
  const cwd = folder(t);
  writeFileSync(join(cwd, 'bad.yaml'), 'a: [');
  for (const bad of ['bad.yaml', 'none.yaml'])
    throws(
      () => migrateConfig({ cwd, files: [...files, bad], force: false }),
      error => isEddyError(error, 'bad-config'),
    );
  equal(existsSync(join(cwd, 'eddy.config.yaml')), false);
});

test('an old value that makes no sense is dropped, and said so', t => {
  const cwd = folder(t);
  writeFileSync(
    join(cwd, 'odd.yaml'),
    'async_debugging: {default_timeout: soon}\nsession_management: {max_concurrent_sessions: -3}\n',
  );
  const { keys } = migrateConfig({ cwd, files: ['odd.yaml'], force: false });
  deepEqual(
    keys.map(({ became, why }) => [became, why.startsWith('its value makes no sense')]),
    [
      ['dropped', true],
      ['dropped', true],
    ],
  );
});

test('no row of the table hides one below it', () => {
  const seen: string[] = [];
  for (const { old } of oldKeys) {
    const hiding = seen.find(before => before.endsWith('.*') && old.startsWith(before.slice(0, -1)));
    equal(hiding, undefined, `${old} is below ${hiding}`);
    seen.push(old);
  }
});
