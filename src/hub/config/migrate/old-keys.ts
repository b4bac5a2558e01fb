import type { Plain } from '../key.ts';

/** What became of one key of the old files. */
export interface OldKey {
  /** Its path; `*` at the end: everything below that has no row of its own. */
  readonly old: string;
  /** The new keys and their values; undefined where nothing follows from the old value. */
  to?(value: Plain): Readonly<Record<string, Plain>> | undefined;
  /** Why it is dropped, or what to know of it. */
  readonly why: string;
}

const seconds = (value: Plain): Plain => (typeof value === 'number' ? `${value}s` : value);
const megabytes = (value: Plain): Plain => (typeof value === 'number' ? `${value}MB` : value);
/** Ten from there on. */
const ports = (value: Plain): Plain => (typeof value === 'number' ? `${value}-${Math.min(65_535, value + 9)}` : value);
const one =
  (path: string, as: (value: Plain) => Plain = value => value) =>
  (value: Plain) => ({ [path]: as(value) });
const when = (wanted: Plain, then: Readonly<Record<string, Plain>>) => (value: Plain) =>
  value === wanted ? then : undefined;
const scopeKinds = ['scope-crossed', 'scope-misnested', 'scope-not-active', 'scope-leaked', 'scope-entered-cancelled'];
const noListener = 'Eddy’s listeners for editors have their own options; a run needs no port.';

/** The two old files, key by key. The first row that fits counts. */
export const oldKeys: readonly OldKey[] = [
  {
    old: 'debug.remote_debugging.wait_for_client',
    to: when(true, { wait: true }),
    why: 'the program waits before its first line',
  },
  { old: 'debug.remote_debugging.*', why: noListener },
  {
    old: 'debug.dashboard.refresh_interval',
    to: one('monitor.samples', seconds),
    why: 'figures are live; this is how often they are taken',
  },
  { old: 'debug.dashboard.enabled', to: when(true, { 'dashboard.enabled': true }), why: 'of each run' },
  {
    old: 'debug.dashboard.port',
    to: one('dashboard.port', ports),
    why: 'programs that run beside each other each have one',
  },
  { old: 'debug.dashboard.auto_open', to: when(true, { 'dashboard.open': true }), why: 'the browser is opened' },
  { old: 'debug.dashboard.*', why: 'the dashboard is at 127.0.0.1 alone' },
  { old: 'debug.level', why: 'what is said does not depend on a level; findings have a severity' },
  { old: 'debug.*', why: 'a run is debugged when it is started with Eddy' },
  {
    old: 'async_debugging.cancel_scope_tracking.enabled',
    to: when(false, { 'findings.off': scopeKinds }),
    why: 'scopes are always followed; their findings can be switched off',
  },
  {
    old: 'async_debugging.cancel_scope_tracking.detect_cross_task_violations',
    to: when(false, { 'findings.off': ['scope-crossed'] }),
    why: 'looked for unless switched off',
  },
  {
    old: 'async_debugging.cancel_scope_tracking.log_all_operations',
    to: when(true, { events: 'eddy-events.ndjson' }),
    why: 'every operation is an event',
  },
  {
    old: 'async_debugging.cancel_scope_tracking.violation_threshold',
    to: one('failOn', value => [`scope-crossed:${value}`]),
    why: 'past it a run ends with 86',
  },
  {
    old: 'async_debugging.default_timeout',
    to: one('limits.taskSlow', seconds),
    why: 'an operation that runs longer is told',
  },
  { old: 'async_debugging.max_timeout', why: 'Eddy tells what is slow and ends nothing' },
  { old: 'async_debugging.*', why: 'tasks, functions and loops are always followed' },
  {
    old: 'monitoring.resource_monitoring.interval',
    to: one('monitor.samples', seconds),
    why: 'how often figures are told',
  },
  { old: 'monitoring.resource_monitoring.*', why: 'all figures are always there' },
  {
    old: 'monitoring.performance_tracking.*',
    why: 'flows, sessions and probes are always counted; histories are bounded',
  },
  {
    old: 'monitoring.log_aggregation.max_log_size',
    to: one('log.maxSize', megabytes),
    why: 'a log that would be longer is put aside',
  },
  { old: 'monitoring.log_aggregation.max_log_files', to: one('log.maxFiles'), why: 'how many files a log may have' },
  { old: 'monitoring.log_aggregation.*', why: 'the log is lines of JSON; log.file says where' },
  { old: 'recovery.auto_retry.*', why: 'lines between processes come back by themselves' },
  { old: 'recovery.circuit_breaker.*', why: 'lines between processes come back by themselves' },
  {
    old: 'recovery.fallback_strategies',
    to: one('probeDefaults.whenRefused'),
    why: 'what is done for a probe that is refused',
  },
  { old: 'recovery.fallback_strategies.*', why: 'name the ways in their order, as a list' },
  {
    old: 'session_management.default_session_timeout',
    to: one('sessions.timeout', seconds),
    why: 'a session past it is closed, and what it holds goes on',
  },
  { old: 'session_management.max_concurrent_sessions', to: one('sessions.max'), why: 'how many may be open at once' },
  { old: 'session_management.session_isolation', why: 'sessions are always apart' },
  {
    old: 'session_management.persistence.storage_path',
    to: value => (typeof value === 'string' && /\.db$/.test(value) ? { 'store.file': value } : undefined),
    why: 'what `eddy serve` keeps is one file, *.db',
  },
  { old: 'session_management.persistence.*', why: '`eddy serve` keeps what happened' },
  { old: 'breakpoints.max_per_session', to: one('sessions.maxProbes'), why: 'probes that one session may have' },
  {
    old: 'breakpoints.auto_disable_after_trigger',
    to: when(true, { 'probeDefaults.maxHits': 1 }),
    why: 'a probe goes after its first hit',
  },
  {
    old: 'breakpoints.auto_breakpoints.exception_handlers',
    to: when(true, { probes: ['on snap@throw'] }),
    why: 'a probe at every error that is thrown',
  },
  {
    old: 'breakpoints.auto_breakpoints.cancel_scope_operations',
    to: when(true, { probes: ['on snap@scope-cancel'] }),
    why: 'a probe at every cancelled scope',
  },
  {
    old: 'breakpoints.auto_breakpoints.async_operations',
    why: 'every async function is followed without a probe: eddy where',
  },
  { old: 'breakpoints.*', why: 'probes are set and counted each by itself' },
  {
    old: 'notifications.alerts.cancel_scope_errors',
    to: one('alerts.rules', value => [`scope-crossed > ${value}`]),
    why: 'told when one more is seen',
  },
  {
    old: 'notifications.alerts.session_failures',
    to: one('alerts.rules', value => [`sdk-no-end > ${value}`]),
    why: 'an SDK session without its end has failed',
  },
  { old: 'notifications.alerts.*', why: 'nothing counts it: the counters stand at alerts.rules' },
  {
    old: 'notifications.*',
    why: 'findings and alerts are told on standard error; alerts.file and alerts.webhook say where else',
  },
  { old: 'integration.*', why: 'nothing has to be switched on for a framework or an editor' },
  {
    old: 'development.hot_reload.enabled',
    to: when(true, { 'watch.enabled': true }),
    why: 'the program is started again when its code changes',
  },
  { old: 'development.hot_reload.watch_paths', to: one('watch.paths'), why: 'what is looked at' },
  { old: 'development.hot_reload.*', why: 'watch.enabled and watch.paths say it all' },
  { old: 'development.*', why: 'a stop always shows source, variables and stack' },
  {
    old: 'advanced.event_loop.detect_blocking_operations',
    to: one('monitor.loop'),
    why: 'whether somebody looks if the loop stands still',
  },
  {
    old: 'advanced.event_loop.loop_monitoring_interval',
    why: 'the loop is looked at all the time; limits.loopBlocked says what counts as blocked',
  },
  { old: 'advanced.*', why: 'Eddy’s own memory is bounded by itself' },
  {
    old: 'security.redact_credentials',
    why: 'values under secret names and of secret shape are always hidden; `redaction` adds names',
  },
  { old: 'security.*', why: 'nothing listens off this machine, and nothing without a token' },
  { old: 'experimental.*', why: 'what works is not experimental' },
  { old: 'platform.*', why: 'there is nothing to switch' },
  { old: 'compatibility.*', why: 'there is nothing to switch' },
  {
    old: 'exceptions.break_on_unhandled',
    to: when(true, { probes: ['on stop@uncaught'] }),
    why: 'the program stops at an error that nobody catches',
  },
  {
    old: 'exceptions.break_on_user_unhandled',
    to: when(true, { probes: ['on stop@uncaught'] }),
    why: 'the same as break_on_unhandled',
  },
  {
    old: 'exceptions.break_on_throw',
    to: value => ({ probes: namesOf(value).map(name => `on stop@throw:${name}`) }),
    why: 'the program stops where such an error is thrown',
  },
  { old: 'async_tracking.stack_trace_depth', to: one('stack.depth'), why: 'frames of a stack that are kept' },
  { old: 'async_tracking.*', why: 'async callers are always followed' },
  { old: 'server.wait_for_client', to: when(true, { wait: true }), why: 'the program waits before its first line' },
  { old: 'server.*', why: noListener },
  { old: 'client.*', why: noListener },
  { old: 'features.*', why: 'children and flows are always followed' },
  { old: 'logging.file', to: one('log.file'), why: 'where findings and what probes saw are kept' },
  { old: 'logging.max_size_mb', to: one('log.maxSize', megabytes), why: 'a log that would be longer is put aside' },
  {
    old: 'logging.backup_count',
    to: one('log.maxFiles', value => (typeof value === 'number' ? value + 1 : value)),
    why: 'with the one that is written',
  },
  { old: 'logging.*', why: 'the log is lines of JSON, without levels' },
  { old: 'performance.*', why: 'figures are always there' },
  { old: 'remote.*', why: noListener },
];

function namesOf(value: Plain): string[] {
  return (Array.isArray(value) ? value : [value]).filter(
    name => typeof name === 'string' && /^[\w$.]+$/.test(name),
  ) as string[];
}
