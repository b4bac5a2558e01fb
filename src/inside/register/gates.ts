import { statSync } from 'node:fs';
import { basename, dirname, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { matches } from '../../base/index.ts';
import type { Plan } from '../../wire/protocol/index.ts';
import { gatesGlobal } from '../gates/gated/index.ts';
import {
  defaultCacheFolder,
  GateCache,
  GateFiles,
  isToolOutput,
  type GatedFile as LoadedFile,
  selectFiles,
} from '../gates/load/index.ts';
import { Columns, installPositions, mapAnchor, type Positions } from '../gates/positions/index.ts';
import { throwStates } from '../keeper/index.ts';
import { Activations } from '../runtime/activations/index.ts';
import { loadedMaps, type MapOfLoaded, UserMap } from '../runtime/core/index.ts';
import type { Runtime } from '../runtime/inside.ts';
import { type GatedFile, listActivations, Probes } from '../runtime/probes/index.ts';
import { flyCanary, keepCanaryFlying } from './canary.ts';
import type { Heirs } from './heirs.ts';
import { isInspectable } from './inspectable.ts';
import type { Line } from './line.ts';
import { instrumentPath, loadInstrument } from './load-instrument.ts';
import { gateOver } from './merged-lines.ts';
import type { InsideOptions } from './options.ts';
import { orderHandlers } from './order-handlers.ts';
import { hearAll, Orders } from './orders.ts';
import { originOf } from './origin.ts';
import type { ProcessEvents } from './process-events.ts';
import { standInPlace } from './stand-in-place.ts';
import { type UserTable, userTable } from './user-table.ts';

const ageOutEveryMs = 5_000;
const debuggerWithinMs = 5_000;

/** Where our own files are. */
export const own = dirname(fileURLToPath(import.meta.url));

/** Gives the program's files their gates as they are loaded, answers what the hub asks, and follows the plan it starts with. */
export function openGates(
  rt: Runtime,
  events: ProcessEvents,
  line: Line,
  { gates, plan, wait, settings }: InsideOptions,
  heirs: Heirs,
): OpenGates {
  const activations = rt.part('activations', () => new Activations(rt));
  const probes = rt.part('probes', () => new Probes(rt, activations));
  const selected = selectFiles({ cwd: process.cwd(), own, include: [], exclude: [], ...gates });
  const files = new GateFiles({
    wants: path => selected(path) || isToolOutput(path),
    originOf: (path, text) => originOf(path, text, selected),
    cache: new GateCache(defaultCacheFolder(process.env)),
    build: `${buildOf(instrumentPath)} ${JSON.stringify(gates)}`,
    // With coverage on, Node takes any map that it finds for the user's.
    anchor: process.env.NODE_V8_COVERAGE === undefined ? mapAnchor : '',
    instrument: () => loadInstrument().gateSource,
    linesWanted: (path, text) =>
      heirs.followsTests && isTestFile(path) ? 'all' : linesWanted(probes.plan, path, text),
  });
  // Test runners run one text again and again, a time for each file of tests: all of its runs have the same gates.
  const given = new Map<string, object>();
  Object.defineProperty(globalThis, gatesGlobal, {
    configurable: true,
    value: (key: string, gates: number) => {
      let words = given.get(key);
      if (words === undefined) {
        const file = asGatedFile(files.files.get(key), line.switches.take(gates));
        probes.addFile(file);
        words = { g: file.switches, ...activations.words(file), ...probes.words(file) };
        given.set(key, words);
      }
      return words;
    },
  });
  const handlers = orderHandlers({ rt, activations, probes, heirs, ungated: () => [...files.ungated.values()] });
  const goAlone = () => {
    probes.letEverythingGo('the hub is gone');
    heirs.follow(probes.plan);
  };
  const orders = new Orders(rt, handlers, {
    say: line.say,
    hear: hearAll,
    onHub: is => (is === 'lost' ? goAlone() : probes.hearAgain()),
  });
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
  const positions = installPositions({
    fileOf: path => textOf(files.fileOf(path)),
    isOwn: path => path.startsWith(own + sep),
    guard: (what, run) => void rt.guard(what, run),
    moduleAwaits: () => activations.hasWaiting('async-module'),
  });
  const maps = new WeakMap<LoadedFile, UserMap | false>();
  const mapOfLoaded: MapOfLoaded = path => {
    const loaded = files.fileOf(path);
    if (loaded === undefined) return undefined;
    if (!maps.has(loaded)) maps.set(loaded, mapOf(loaded) ?? false);
    return maps.get(loaded) || undefined;
  };
  Object.defineProperty(globalThis, loadedMaps, { configurable: true, value: mapOfLoaded });
  const { fatalLine } = positions;
  events.onEmitted((event, how) => {
    if (event === 'uncaughtException' || event === 'beforeExit' || event === 'exit') fatalLine.emitted(event, how);
  });
  probes.waitHere = standInPlace(line, orders);
  probes.throws.onOpened = () => flyCanary(rt, () => probes.isolationLost());
  // A worker's errors no debugger of ours reaches.
  if (isInspectable()) probes.throws.ask = wanted => line.channel.wantThrows(throwStates.indexOf(wanted));
  if (plan !== undefined) probes.follow(plan);
  // It may have been said before this thread could hear it.
  if (line.channel.lost) goAlone();
  awaitDebugger(probes, line);
  if (wait === true && !line.channel.lost) probes.stopAtStart(resolve(process.argv[1] ?? ''));
  return { positions, ...(gates === undefined ? {} : { files }) };
}

export interface OpenGates {
  readonly positions: Positions;
  /** Absent: no file gets gates. */
  readonly files?: GateFiles;
}

/** In files of tests, functions that are not async have a gate on each statement too: what a test had is known when it fails. */
function isTestFile(path: string): boolean {
  return matches(/[./_-](?:test|tests|spec)\.[cm]?[jt]sx?$|[/\\](?:__tests__|tests?|specs?)[/\\][^/\\]+$/, path);
}

/** Who asked for errors before the start wants the first ones too: V8's debugger opens while we wait, between naps. */
function awaitDebugger({ throws }: Probes, { channel }: Line): void {
  const until = performance.now() + debuggerWithinMs;
  while (throws.isAwaited && performance.now() < until) channel.nap(1);
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
  // Of programs in strings, each with a map of its own, it may be any.
  const hasParts = text.includes('eval(') && text.includes('//# sourceURL=');
  if (hasParts && wanted.some(({ file }) => text.includes(basename(file)))) return 'all';
  const map = UserMap.in(text, path);
  if (map === undefined) return wanted.filter(({ file }) => isMeant(path, file)).map(({ line }) => line);
  return wanted.some(({ file }) => map.files.some(one => isMeant(one, file))) ? 'all' : [];
}

/** The table is parsed when somebody asks. */
function asGatedFile(loaded: LoadedFile | undefined, switches: Uint8Array): GatedFile {
  let table: UserTable | undefined;
  const known = (): UserTable => (table ??= loaded === undefined ? noTable : tableOf(loaded));
  const merged = new Map<string, number | undefined>();
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
    get sources() {
      return known().sources ?? [known().file];
    },
    running: gate => runningPlace(loaded!, gate),
    gateOver(source, line) {
      if (known().compiled !== true) return undefined;
      const place = `${source}:${line}`;
      if (!merged.has(place)) merged.set(place, mergedGate(loaded!, known(), source, line));
      return merged.get(place);
    },
  };
}

function runningPlace({ path, table }: LoadedFile, gate: number): { file: string; line: number; column: number } {
  const { gates, inserts } = table();
  const { line, column } = gates[gate]!;
  return { file: path, line, column: new Columns(inserts).gated(line, column) };
}

function mergedGate(loaded: LoadedFile, user: UserTable, source: string, line: number): number | undefined {
  const map = mapOf(loaded);
  return map && gateOver(loaded.table(), user, map, { source, line });
}

function mapOf({ text, container }: LoadedFile): UserMap | undefined {
  return text.endsWith(mapAnchor) ? undefined : UserMap.in(text, container);
}

const noTable: UserTable = { file: '', functions: [], gates: [], awaits: [] };

function tableOf(loaded: LoadedFile): UserTable {
  const map = mapOf(loaded);
  // Its own code is a bundler's, all of it.
  if (map === undefined && loaded.table().functions.length === 1 && loaded.counts.parts > 0)
    return { ...loaded.table(), file: loaded.path, sources: [] };
  const mapped = map === undefined ? undefined : userTable(loaded.table(), map);
  return mapped ?? { ...loaded.table(), file: loaded.path };
}

function buildOf(path: string): string {
  const { size, mtimeMs } = statSync(path);
  return `${size} ${mtimeMs}`;
}
