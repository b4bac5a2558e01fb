import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { systemClock } from './base/index.ts';
import { type CliPorts, HoldPrompt, oneLine, runCli, tryFullScreen, tryTerminal } from './doors/cli/index.ts';
import { listRuns, openHub, openStaying } from './doors/client/index.ts';
import { browse } from './doors/web/index.ts';
import {
  attachTo,
  configPort,
  defaultStorePath,
  dumpUnprepared,
  endBySignal,
  examine,
  exportRun,
  FileWatch,
  isInForeground,
  loadServe,
  nextInterrupt,
  openHistory,
  openServe,
  openStayFolder,
  openStore,
  runProgram,
  withCertificate,
} from './hub/index.ts';
import { attachedPath, bareCapturePath, callerName, ownVersion, preloadPath } from './own-files.ts';
import { newSecret, pageListener, servePage } from './page-hub.ts';
import { parseEditorPlace, parsePagePlace } from './wire/protocol/index.ts';

/** A program that is started again and again has one page. Port 0: any that is free. */
const watchedPage: { port: number; secret?: string } = { port: 0 };
const secretOfPage = () => (watchedPage.secret ??= newSecret());

const fullScreen = tryFullScreen(systemClock);
const outGone = Promise.withResolvers<void>();
const terminal = tryTerminal({ env: process.env, isInForeground });
const ports: CliPorts = {
  version: ownVersion(),
  cwd: process.cwd(),
  colours: process.stderr.isTTY === true && !process.env.NO_COLOR,
  outColours: process.stdout.isTTY === true && !process.env.NO_COLOR,
  clock: systemClock,
  out: text => void process.stdout.write(text),
  outGone: outGone.promise,
  err: text => void process.stderr.write(text),
  run: job => {
    const { hub } = job.options;
    const join = hub === undefined ? {} : { join: () => openStaying(hub, callerName()) };
    const { watch, dashboard } = job.options;
    const at = dashboard?.at ?? { host: '127.0.0.1', port: watchedPage.port };
    const page = pageListener(at, { secret: secretOfPage, isOneRun: watch === undefined });
    const onPage = (link: string) => {
      watchedPage.port = Number(new URL(link).port);
      job.onPage?.(link);
    };
    const own = { cwd: process.cwd(), env: process.env, preload: preloadPath(), version: ownVersion(), page };
    return runProgram({ ...job, ...join, ...own, onPage });
  },
  attach: job => attachTo({ ...job, cwd: process.cwd(), program: attachedPath() }),
  dumpProcess: job => dumpUnprepared({ ...job, clock: systemClock, readerFile: bareCapturePath() }),
  doctor: ({ onRow, ...within }) =>
    examine(
      {
        ...within,
        env: process.env,
        cwd: process.cwd(),
        clock: systemClock,
        preload: preloadPath,
        run: sample => runProgram({ ...sample, preload: preloadPath() }),
        dial: pid => openHub(pid, callerName()),
        configuration: async () => {
          const { problems, ...found } = ports.config?.check(undefined) ?? { problems: [] };
          return { ...found, problems: problems.map(({ text }) => text) };
        },
      },
      onRow,
    ),
  dial: wanted => openHub(wanted, callerName()),
  runs: () => listRuns(callerName()),
  plane: {
    dial: name => openStaying(name, callerName()),
    serve: async ({ store, tls, listen, dap, dashboard, ...job }) => {
      const config = loadServe({ cwd: process.cwd(), env: process.env });
      const place = dap ?? (config.dap === undefined ? undefined : parseEditorPlace('serve.dap', config.dap));
      const editors = place === undefined ? undefined : (await import('./editor-hub.ts')).editorListener(place);
      const { dashboard: port } = config;
      const pageAt = dashboard ?? (port === undefined ? undefined : parsePagePlace('serve.dashboard', port));
      const { path = defaultStorePath(process.env, job.name), ...retention } = config.store;
      return openServe({
        ...job,
        rules: config.rules,
        outlets: config.outlets,
        onAlert: alert => ports.err(`eddy: alert: ${oneLine(`${alert.message} The last: ${alert.last}`)}\n`),
        observeOnly: job.observeOnly || config.observeOnly,
        version: ownVersion(),
        cwd: process.cwd(),
        clock: systemClock,
        maxConnections: job.maxConnections ?? config.maxConnections,
        listen: withCertificate(listen, tls),
        ...(editors === undefined ? {} : { editors }),
        ...(pageAt === undefined ? {} : { page: pageListener(pageAt) }),
        openStore: () => openStore({ ...retention, path: store ?? path }, systemClock),
      });
    },
    past: async (name, store) => {
      const { path = 'memory' } = loadServe({ cwd: process.cwd(), env: process.env }).store;
      const left = path === 'memory' ? defaultStorePath(process.env, name ?? 'main') : path;
      return openHistory(() => openStaying(name, callerName()), store ?? left);
    },
    export: job => exportRun(job),
    interrupted: () => nextInterrupt(),
  },
  page: {
    serve: (run, at) => servePage(run, at),
    browse: link => browse(link, process.env),
  },
  editor: {
    async stdio() {
      await import('./dap.ts');
    },
    token: name => openStayFolder(name).token,
    readText: file => (existsSync(file) ? readFileSync(file, 'utf8') : undefined),
    writeText(file, text) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    },
  },
  watch: settings => new FileWatch({ ...settings, cwd: process.cwd(), clock: systemClock }),
  config: configPort({ cwd: process.cwd(), env: process.env }),
  ...(fullScreen === undefined ? {} : { fullScreen }),
  ...(terminal === undefined
    ? {}
    : { terminal: { isPrograms: terminal.isPrograms, attach: () => new HoldPrompt(ports, terminal) } }),
};

// A reader that went away (| head) is no failure.
process.stdout.on('error', () => outGone.resolve());
process.stderr.on('error', () => {});

const exit = await runCli(process.argv.slice(2), ports);
if ('status' in exit) {
  process.exitCode = exit.status;
} else {
  process.exitCode = 128 + (constants.signals[exit.signal] ?? 0);
  // The first process of a container is ended by no signal of its own: its status is all that it can say.
  if (process.pid !== 1) {
    endBySignal(exit.signal);
    // A signal takes a moment to arrive; that it does not end us at all should not happen.
    systemClock.after(1000, () => {}, { holdsProcess: true });
  }
}
