import { dirname, isAbsolute, join } from 'node:path';
import {
  type InsideSettings,
  type ProbeLimits,
  parsePagePlace,
  type RunOptions,
  type SessionRules,
} from '../../wire/protocol/index.ts';
import type { Resolved } from './resolve.ts';
import { keys } from './schema.ts';

/** What a run is to do, of everything that was said. Options that are no keys (--help) stay as they were given. */
export function runOptionsOf(resolved: Resolved, given: RunOptions): RunOptions {
  const { config } = resolved;
  const { report: _, events: __, dump: ___, name: ____, watch: _____, dashboard: ______, ...rest } = given;
  const files = Object.fromEntries(
    (['report', 'events', 'dump', 'name'] as const).flatMap(name => {
      const value = name === 'name' ? config.name : fileOf(resolved, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const isProbing = config.probes.length > 0 || config.session !== undefined;
  return {
    ...rest,
    ...files,
    failOn: config.failOn,
    quiet: config.quiet,
    json: config.json,
    wait: config.wait,
    prompt: config.prompt,
    observeOnly: config.observeOnly,
    gates: config.gates.enabled ? { include: config.gates.include, exclude: config.gates.exclude } : false,
    probing: {
      probes: config.probes,
      ...(config.session === undefined ? {} : { session: config.session }),
      match: isProbing ? config.match : [],
      limits: given.probing.limits,
    },
    inside: insideOf(resolved),
    rules: rulesOf(resolved),
    ...outletsOf(resolved),
    ...watchOf(resolved),
    ...dashboardOf(resolved, given),
  };
}

/** A file that the configuration names is beside the configuration, wherever one stands. */
function fileOf(resolved: Resolved, path: string): string | undefined {
  const value = resolved.valueOf(path) as string | undefined;
  if (value === undefined || resolved.originOf(path).from !== 'file' || isAbsolute(value)) return value;
  return join(dirname(resolved.file as string), value);
}

function watchOf(resolved: Resolved): Pick<RunOptions, 'watch'> {
  const { enabled, paths, debounce, killAfter } = resolved.config.watch;
  if (!enabled) return {};
  const base = resolved.originOf('watch.paths').from === 'file' ? dirname(resolved.file as string) : '';
  const whole = paths.map(path => (isAbsolute(path) ? path : join(base, path)));
  return { watch: { paths: whole, debounceMs: debounce, killAfterMs: killAfter } };
}

/** The port of a hub that stays is the hub's own affair. */
function dashboardOf({ config }: Resolved, given: RunOptions): Pick<RunOptions, 'dashboard'> {
  const { enabled, port, open } = config.dashboard;
  if (!enabled) return {};
  const own = port === undefined || given.hub !== undefined ? undefined : parsePagePlace('dashboard.port', port);
  const at = given.dashboard?.at ?? own;
  return { dashboard: { opens: open, ...(at === undefined ? {} : { at }) } };
}

/** Absent where nobody wants them. */
function outletsOf(resolved: Resolved): Pick<RunOptions, 'log' | 'alerts'> {
  const { log, alerts } = resolved.config;
  const [file, alertFile] = [fileOf(resolved, 'log.file'), fileOf(resolved, 'alerts.file')];
  const { webhook } = alerts;
  if (file === undefined && alerts.rules.length === 0) return {};
  return {
    log: { maxBytes: log.maxSize, maxFiles: log.maxFiles, ...(file === undefined ? {} : { file }) },
    alerts: {
      rules: alerts.rules,
      console: alerts.console,
      ...(alertFile === undefined ? {} : { file: alertFile }),
      ...(webhook === undefined ? {} : { webhook }),
    },
  };
}

/** Only what was said: what is built in may change without us. */
export function insideOf(resolved: Resolved): InsideSettings {
  const { config } = resolved;
  const { redaction, capture } = config;
  const said = (path: string) => resolved.isGiven(path);
  const limits = Object.fromEntries(
    keys.flatMap(({ path }) => {
      const [section, name] = path.split('.');
      const isLimit = section === 'limits' && name !== 'letGoAfter' && said(path);
      return isLimit ? [[`${name}Ms`, resolved.valueOf(path) as number]] : [];
    }),
  );
  const { time: timeMs, ...sizes } = capture;
  const captured = Object.fromEntries(
    Object.entries({ ...sizes, timeMs }).filter(([name]) => said(`capture.${name === 'timeMs' ? 'time' : name}`)),
  );
  return {
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
    ...(said('redaction.addKeys') || said('redaction.exceptKeys') ? { redaction } : {}),
    ...(Object.keys(captured).length === 0 ? {} : { capture: captured }),
    ...(config.findings.off.length === 0 ? {} : { findingsOff: config.findings.off }),
    ...(said('stack.depth') ? { stackDepth: config.stack.depth } : {}),
    ...(config.monitor.loop ? {} : { loopWatch: false as const }),
    ...(said('monitor.canary') ? { canaryEveryMs: config.monitor.canary } : {}),
    ...(said('monitor.samples') ? { stateEveryMs: config.monitor.samples } : {}),
    ...reconnectOf(resolved),
  };
}

function reconnectOf(resolved: Resolved): Pick<InsideSettings, 'reconnect'> {
  const { first, longest, failures, rest } = resolved.config.reconnect;
  const said = (name: string) => resolved.isGiven(`reconnect.${name}`);
  const reconnect = {
    ...(said('first') ? { firstMs: first } : {}),
    ...(said('longest') ? { longestMs: longest } : {}),
    ...(said('failures') ? { failuresToOpen: failures } : {}),
    ...(said('rest') ? { openMs: rest } : {}),
  };
  return Object.keys(reconnect).length === 0 ? {} : { reconnect };
}

/** Of a hub that stays: absent is what nobody has said. */
export interface ServeSettings {
  readonly outlets: Pick<RunOptions, 'log' | 'alerts'>;
  readonly rules: SessionRules;
  readonly observeOnly: boolean;
  readonly maxConnections: number;
  readonly dap?: string;
  readonly dashboard?: string;
  readonly store: { readonly path?: string; readonly maxAgeMs?: number; readonly maxBytes?: number };
}

export function serveSettingsOf(resolved: Resolved): ServeSettings {
  const { store, serve, observeOnly } = resolved.config;
  const path = store.file === 'memory' ? 'memory' : fileOf(resolved, 'store.file');
  return {
    rules: rulesOf(resolved),
    outlets: outletsOf(resolved),
    observeOnly,
    maxConnections: serve.maxConnections,
    ...(serve.dap === undefined ? {} : { dap: serve.dap }),
    ...(serve.dashboard === undefined ? {} : { dashboard: serve.dashboard }),
    store: {
      ...(path === undefined ? {} : { path }),
      ...(store.maxAge === undefined ? {} : { maxAgeMs: store.maxAge }),
      ...(store.maxSize === undefined ? {} : { maxBytes: store.maxSize }),
    },
  };
}

export function rulesOf(resolved: Resolved): SessionRules {
  const { sessions, limits, probeDefaults: given } = resolved.config;
  const said = (name: string) => resolved.originOf(`probeDefaults.${name}`).from !== 'default';
  const defaults: ProbeLimits = {
    ...(said('holdFor') ? { holdForMs: given.holdFor } : {}),
    ...(said('fromHit') ? { fromHit: given.fromHit } : {}),
    ...(said('every') ? { everyHits: given.every } : {}),
    ...(given.maxHits === undefined ? {} : { maxHits: given.maxHits }),
    ...(given.maxRate === undefined ? {} : { maxPerSecond: given.maxRate }),
    ...(given.expires === undefined ? {} : { expiresInMs: given.expires }),
    ...(given.allowSideEffects ? { allowSideEffects: true } : {}),
  };
  return {
    maxSessions: sessions.max,
    maxProbesEach: sessions.maxProbes,
    maxProbes: sessions.maxProbesInAll,
    letGoAfterMs: limits.letGoAfter,
    ...(sessions.timeout === undefined ? {} : { timeoutMs: sessions.timeout }),
    ...(Object.keys(defaults).length === 0 ? {} : { defaults }),
    ...(given.whenRefused.length === 0 ? {} : { whenRefused: given.whenRefused }),
  };
}
