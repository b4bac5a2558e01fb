import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { fail, systemClock } from './base/index.ts';
import {
  type CliPorts,
  HoldPrompt,
  oneLine,
  runCli,
  type ServeJob,
  tryFullScreen,
  tryTerminal,
} from './doors/cli/index.ts';
import { dialHub, listRuns, openHub, openStaying } from './doors/client/index.ts';
import type { EditorPorts, EditorSession } from './doors/editor/index.ts';
import { browse, WebDoor, type WebDoorOptions } from './doors/web/index.ts';
import {
  attachPython,
  configPort,
  defaultStorePath,
  endBySignal,
  examine,
  exportRun,
  FileWatch,
  HostedRun,
  isInForeground,
  loadServe,
  nextInterrupt,
  openHistory,
  openPage,
  openServe,
  openStayFolder,
  openStore,
  runProgram,
  withCertificate,
} from './hub/index.ts';
import { type PortPlace, parseEditorPlace, parsePagePlace, parseRunOptions } from './wire/protocol/index.ts';

/** A program that is started again and again has one page. Port 0: any that is free. */
const watchedPage = { port: 0, secret: randomBytes(32).toString('base64url') };

const terminal = tryTerminal({ env: process.env, isInForeground });
const fullScreen = tryFullScreen(systemClock);
const ports: CliPorts = {
  version: ownVersion(),
  cwd: process.cwd(),
  colours: process.stderr.isTTY === true && !process.env.NO_COLOR,
  outColours: process.stdout.isTTY === true && !process.env.NO_COLOR,
  clock: systemClock,
  out: text => void process.stdout.write(text),
  err: text => void process.stderr.write(text),
  run: job => {
    const { hub } = job.options;
    const join = hub === undefined ? {} : { join: () => openStaying(hub, callerName()) };
    const { watch, dashboard } = job.options;
    const at = dashboard?.at ?? { host: '127.0.0.1', port: watchedPage.port };
    const page = pageListener(at, { secret: watchedPage.secret, isOneRun: watch === undefined });
    const onPage = (link: string) => {
      watchedPage.port = Number(new URL(link).port);
      job.onPage?.(link);
    };
    const own = { cwd: process.cwd(), env: process.env, preload: preloadPath(), version: ownVersion(), page };
    return runProgram({ ...job, ...join, ...own, onPage });
  },
  attach: job => attachPython({ ...job, cwd: process.cwd() }),
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
      const editors = place === undefined ? undefined : await editorListener(place);
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
    async serve({ pid, name, stays }, at) {
      const secret = randomBytes(32).toString('base64url');
      const over = Promise.withResolvers<void>();
      const own = {
        token: secret,
        secret,
        isOneRun: stays !== true,
        onOver: over.resolve,
        // By the pid another run would not be taken for this one; one that stays may come back with another.
        dial: () => (stays === true ? openStaying(name, callerName()) : openHub(String(pid), callerName())),
      };
      const page = await openPage(at, () => openDoor(own));
      return { newLink: () => page.newLink(), over: over.promise, close: () => page.close() };
    },
    browse: link => browse(link, process.env),
  },
  editor: {
    async stdio() {
      // One adapter a program: the compilers that it has no use for would take 8 MB of each.
      setFlagsFromString('--no-turbofan');
      setFlagsFromString('--no-maglev');
      const { serveEditorStdio } = await import('./doors/editor/index.ts');
      const session = serveEditorStdio(editorPorts());
      void nextInterrupt().then(() => session.close());
      await session.over;
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
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

const exit = await runCli(process.argv.slice(2), ports);
if ('status' in exit) {
  process.exitCode = exit.status;
} else {
  process.exitCode = 128 + (constants.signals[exit.signal] ?? 0);
  endBySignal(exit.signal);
  // A signal takes a moment to arrive; that it does not end us at all should not happen.
  systemClock.after(1000, () => {}, { holdsProcess: true });
}

/** What an editor's session needs: programs with a hub in this process, and hubs of others. */
function editorPorts(): EditorPorts {
  const main = fileURLToPath(import.meta.url);
  return {
    version: ports.version,
    clock: systemClock,
    cwd: process.cwd(),
    runWords: [process.execPath, main, 'run'],
    dial: wanted => openHub(wanted, callerName()),
    open: async ({ words, cwd, env, waits, include, exclude, observeOnly, onOutput }) => {
      const { options } = parseRunOptions(observeOnly ? ['--observe-only'] : []);
      const gates = { include, exclude };
      const own = Object.fromEntries(Object.entries({ ...process.env, ...env }).filter(([, value]) => value !== null));
      const known = configPort({ cwd, env: own as typeof process.env }).load({ options, flags: [] });
      const isPlain = include.length === 0 && exclude.length === 0;
      return HostedRun.open({
        words,
        cwd,
        env: own as typeof process.env,
        options: { ...known, wait: waits, ...(isPlain ? {} : { gates }) },
        preload: preloadPath(),
        as: 'an editor',
        onOutput,
      });
    },
    signal(pid, name) {
      try {
        return process.kill(pid, name);
      } catch {
        return false;
      }
    },
  };
}

async function editorListener({ open, ...at }: NonNullable<ServeJob['dap']>) {
  const { serveEditorSocket } = await import('./doors/editor/index.ts');
  const own = editorPorts();
  const sessions = new Set<EditorSession>();
  return {
    at,
    async serve(socket: Socket, token: string) {
      const session = await serveEditorSocket(socket, { ports: own, ...(open === true ? {} : { token }) });
      if (session === undefined) return;
      sessions.add(session);
      void session.over.then(() => sessions.delete(session));
    },
    async close() {
      await Promise.all([...sessions].map(session => session.close()));
    },
  };
}

/** The page of a hub in this process. `secret`: what cookies are signed with, where not the hub's token. */
function pageListener(at: PortPlace, { secret, isOneRun = false }: { secret?: string; isOneRun?: boolean } = {}) {
  return {
    at,
    open: ({ address, token }: { readonly address: string; readonly token: string }) =>
      openDoor({
        token,
        secret: secret ?? token,
        isOneRun,
        dial: () => dialHub({ address, token, as: 'dashboard' }),
      }),
  };
}

async function openDoor(own: Omit<WebDoorOptions, 'folder' | 'description' | 'clock'>) {
  const description = readFileSync(besideUs('openapi.json', 'What the page may ask'), 'utf8');
  const folder = besideUs('dashboard', 'The page');
  const door = new WebDoor({ ...own, folder, description, clock: systemClock });
  await door.open();
  return door;
}

/** As the audit log of a run names us. */
function callerName(): string {
  return `eddy ${process.argv[2] ?? ''}`.trim();
}

function preloadPath(): string {
  return besideUs('register.cjs', 'What programs load first');
}

/** Beside us when built; in dist/ when we run from source. */
function besideUs(name: string, what: string): string {
  const candidates = [`./${name}`, `../dist/${name}`].map(path => fileURLToPath(new URL(path, import.meta.url)));
  const found = candidates.find(path => existsSync(path));
  if (found === undefined) {
    throw fail('not-built', `${what} is not there: ${candidates.join(', ')}.`, {
      hint: 'npm run build',
    });
  }
  return found;
}

function ownVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
