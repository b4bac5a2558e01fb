import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plan } from '../../wire/protocol/index.ts';
import { gatesGlobal } from '../gates/gated/index.ts';
import type { GateOptions, GateResult } from '../gates/instrument/index.ts';
import {
  defaultCacheFolder,
  GateCache,
  GateFiles,
  type GatedFile as LoadedFile,
  selectFiles,
} from '../gates/load/index.ts';
import { Columns, installPositions, mapAnchor } from '../gates/positions/index.ts';
import { throwStates } from '../keeper/index.ts';
import { Activations } from '../runtime/activations/index.ts';
import { UserMap } from '../runtime/core/index.ts';
import type { Runtime } from '../runtime/inside.ts';
import { type GatedFile, listActivations, Probes } from '../runtime/probes/index.ts';
import { flyCanary, keepCanaryFlying } from './canary.ts';
import type { Heirs } from './heirs.ts';
import { isInspectable } from './inspectable.ts';
import type { Line } from './line.ts';
import type { InsideOptions } from './options.ts';
import { orderHandlers } from './order-handlers.ts';
import { Orders } from './orders.ts';
import type { ProcessEvents } from './process-events.ts';
import { type UserTable, userTable } from './user-table.ts';
import { waitInPlace } from './wait-in-place.ts';

const ageOutEveryMs = 5_000;
/** A stopped thread looks at the time so often; mail wakes it at once. */
const stopNapMs = 50;
const debuggerWithinMs = 1_000;

const own = dirname(fileURLToPath(import.meta.url));

/** Gives the program's files their gates as they are loaded, answers what the hub asks, and follows the plan it starts with. */
export function openGates(
  rt: Runtime,
  events: ProcessEvents,
  line: Line,
  { gates, plan, wait, settings }: InsideOptions,
  heirs: Heirs,
): GateFiles | undefined {
  const activations = rt.part('activations', () => new Activations(rt));
  const probes = rt.part('probes', () => new Probes(rt, activations));
  const instrumentPath = join(own, 'gates.cjs');
  const files = new GateFiles({
    wants: selectFiles({ cwd: process.cwd(), own, include: [], exclude: [], ...gates }),
    cache: new GateCache(defaultCacheFolder(process.env)),
    build: buildOf(instrumentPath),
    // With coverage on, Node takes any map that it finds for the user's.
    anchor: process.env.NODE_V8_COVERAGE === undefined ? mapAnchor : '',
    instrument: () => loadInstrument(instrumentPath),
    linesWanted: (path, text) => linesWanted(probes.plan, path, text),
  });
  Object.defineProperty(globalThis, gatesGlobal, {
    configurable: true,
    value: (key: string, gates: number) => {
      const file = asGatedFile(files.files.get(key), line.switches.take(gates));
      probes.addFile(file);
      return { g: file.switches, ...activations.words(file), ...probes.words(file) };
    },
  });
  const handlers = orderHandlers(rt, activations, probes, files, heirs);
  const goAlone = () => {
    probes.letEverythingGo('the hub is gone');
    heirs.follow(probes.plan);
  };
  const orders = new Orders(rt, handlers, line.say, is => (is === 'lost' ? goAlone() : probes.hearAgain()));
  probes.lookAtMail = () => {
    if (!line.switches.takeCall()) return;
    probes.setSwitches();
    orders.look();
  };
  keepCanaryFlying(rt, () => probes.isolationLost(), settings?.canaryEveryMs);
  rt.clock.every(ageOutEveryMs, () => {
    activations.settle();
    activations.ageOut();
  });
  rt.gauge('gates', () => files.coverage());
  rt.section('activations', () => listActivations(activations));
  const { fatalLine } = installPositions({
    fileOf: path => textOf(files.fileOf(path)),
    isOwn: path => path.startsWith(own + sep),
    guard: (what, run) => void rt.guard(what, run),
    moduleAwaits: () => activations.hasWaiting('async-module'),
  });
  events.onEmitted((event, how) => {
    if (event === 'uncaughtException' || event === 'beforeExit' || event === 'exit') fatalLine.emitted(event, how);
  });
  probes.waitHere = isOver => {
    line.channel.setStands(true);
    try {
      waitInPlace(
        isOver,
        () => orders.look(),
        seen => line.channel.waitForMail(seen, stopNapMs),
      );
    } finally {
      line.channel.setStands(false);
    }
  };
  probes.throws.onOpened = () => flyCanary(rt, () => probes.isolationLost());
  // A worker's errors no debugger of ours reaches.
  if (isInspectable()) probes.throws.ask = wanted => line.channel.wantThrows(throwStates.indexOf(wanted));
  if (plan !== undefined) probes.follow(plan);
  // It may have been said before this thread could hear it.
  if (line.channel.lost) goAlone();
  awaitDebugger(probes, line);
  if (wait === true && !line.channel.lost) probes.stopAtStart(resolve(process.argv[1] ?? ''));
  return gates === undefined ? undefined : files;
}

/** Who asked for errors before the start wants the first ones too: V8's debugger opens while we wait, between naps. */
function awaitDebugger({ throws }: Probes, { channel }: Line): void {
  const until = performance.now() + debuggerWithinMs;
  while (throws.isAwaited && performance.now() < until) channel.nap(1);
}

/** The parser, in a file of its own: it is there when a file is not in the cache. The program does not find it. */
function loadInstrument(path: string): (source: string, options: GateOptions) => GateResult {
  const require = createRequire(import.meta.url);
  const { gateSource } = require(path) as { gateSource: (source: string, options: GateOptions) => GateResult };
  Reflect.deleteProperty(require.cache, path);
  return gateSource;
}

/** One object a file: what is known of its columns is kept by it. */
const texts = new WeakMap<LoadedFile, { readonly inserts: readonly number[]; text(): string }>();

function textOf(file: LoadedFile | undefined) {
  if (file === undefined) return undefined;
  let text = texts.get(file);
  if (text === undefined) {
    text = { inserts: file.table().inserts, text: () => file.text };
    texts.set(file, text);
  }
  return text;
}

/** Lines of what runs. Of a compiled text that has a probe, all: which of them the user means is known when it has gates. */
function linesWanted(plan: Plan, path: string, text: string): number[] | 'all' {
  const wanted = plan.probes.flatMap(({ place }) => ('file' in place ? [place] : []));
  if (wanted.length === 0) return [];
  const isMeant = (file: string, name: string) => file === name || file.endsWith(`/${name.replace(/^\.\//, '')}`);
  const map = UserMap.in(text, path);
  if (map === undefined) return wanted.filter(({ file }) => isMeant(path, file)).map(({ line }) => line);
  return wanted.some(({ file }) => map.files.some(one => isMeant(one, file))) ? 'all' : [];
}

/** The table is parsed when somebody asks. */
function asGatedFile(loaded: LoadedFile | undefined, switches: Uint8Array): GatedFile {
  let table: UserTable | undefined;
  const known = (): UserTable => (table ??= loaded === undefined ? noTable : tableOf(loaded));
  return {
    switches,
    get file() {
      return known().file;
    },
    get functions() {
      return known().functions;
    },
    get awaits() {
      return known().awaits;
    },
    get gates() {
      return known().gates;
    },
    get compiled() {
      return known().compiled === true;
    },
    running: gate => runningPlace(loaded!, gate),
  };
}

function runningPlace({ path, table }: LoadedFile, gate: number): { file: string; line: number; column: number } {
  const { gates, inserts } = table();
  const { line, column } = gates[gate]!;
  return { file: path, line, column: new Columns(inserts).gated(line, column) };
}

const noTable: UserTable = { file: '', functions: [], gates: [], awaits: [] };

function tableOf(loaded: LoadedFile): UserTable {
  const map = loaded.text.endsWith(mapAnchor) ? undefined : UserMap.in(loaded.text, loaded.path);
  const mapped = map === undefined ? undefined : userTable(loaded.table(), map);
  return mapped ?? { ...loaded.table(), file: loaded.path };
}

function buildOf(path: string): string {
  const { size, mtimeMs } = statSync(path);
  return `${size} ${mtimeMs}`;
}
