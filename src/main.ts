import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { fail, systemClock } from './base/index.ts';
import { type CliPorts, HoldPrompt, runCli, tryTerminal } from './doors/cli/index.ts';
import { listRuns, openHub, openStaying } from './doors/client/index.ts';
import {
  defaultStorePath,
  endBySignal,
  isInForeground,
  nextInterrupt,
  openHistory,
  openServe,
  openStore,
  runProgram,
  withCertificate,
} from './hub/index.ts';

const defaultMaxConnections = 1000;

const terminal = tryTerminal({ env: process.env, isInForeground });

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
    return runProgram({ ...job, ...join, cwd: process.cwd(), env: process.env, preload: preloadPath() });
  },
  dial: wanted => openHub(wanted, callerName()),
  runs: () => listRuns(callerName()),
  plane: {
    dial: name => openStaying(name, callerName()),
    serve: ({ store, tls, listen, maxConnections = defaultMaxConnections, ...job }) =>
      openServe({
        ...job,
        version: ownVersion(),
        cwd: process.cwd(),
        clock: systemClock,
        maxConnections,
        listen: withCertificate(listen, tls),
        openStore: () => openStore({ path: store ?? defaultStorePath(process.env, job.name) }, systemClock),
      }),
    past: (name, store) =>
      openHistory(() => openStaying(name, callerName()), store ?? defaultStorePath(process.env, name ?? 'main')),
    interrupted: () => nextInterrupt(),
  },
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

/** As the audit log of a run names us. */
function callerName(): string {
  return `eddy ${process.argv[2] ?? ''}`.trim();
}

/** Beside us when built; in dist/ when we run from source. */
function preloadPath(): string {
  const candidates = ['./register.cjs', '../dist/register.cjs'].map(path =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const found = candidates.find(path => existsSync(path));
  if (found === undefined) {
    throw fail('not-built', `What programs load first is not there: ${candidates.join(', ')}.`, {
      hint: 'npm run build',
    });
  }
  return found;
}

function ownVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
