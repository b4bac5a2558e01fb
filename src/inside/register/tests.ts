import { sep } from 'node:path';
import vm from 'node:vm';
import { followTestsKey } from '../../base/index.ts';
import { gatesGlobal } from '../gates/gated/index.ts';
import { hookVm, inTurn, type SourceEditor, type VmSources } from '../gates/load/index.ts';
import type { Realm } from '../gates/positions/index.ts';
import type { Activations } from '../runtime/activations/index.ts';
import type { Runtime } from '../runtime/inside.ts';
import type { Probes } from '../runtime/probes/index.ts';
import { followTests, RunnerEditor, testsGlobal, vitestMapOf } from '../tests/index.ts';
import { type OpenGates, own as ownFolder } from './gates.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { Heirs } from './heirs.ts';
import type { Line } from './line.ts';
import type { InsideOptions } from './options.ts';

/** Of how tests stand, so many urgent tellings come at once: a runner may end its process when the last one has failed. */
const atOnce = 50;
/** Then there are so many ms between two, and where one takes long, ten times of that. */
const newsMs = 2;

/** What gated code and the files of runners call. */
const words: readonly (string | symbol)[] = [gatesGlobal, testsGlobal, Symbol.for('eddy.adapt')];

export interface TestParts {
  readonly rt: Runtime;
  readonly line: Line;
  readonly heirs: Heirs;
  /** In their turn: the one that gives gates is the last. */
  readonly editors: SourceEditor[];
  readonly gates: Partial<OpenGates>;
  /** Of the main thread. */
  readonly heart: Heartbeat | undefined;
}

/** Follows tests where the run asks for it; elsewhere a part of a runner may, once its runner has begun. */
export function offerTests(parts: TestParts, { tests, hub }: InsideOptions): void {
  const { rt, heirs } = parts;
  if (tests === true) turnOn(parts);
  if (tests === true || hub === undefined) return;
  const value = () => {
    if (heirs.followsTests) return;
    rt.guard('tests', () => heirs.followTests());
    turnOn(parts);
  };
  Object.defineProperty(globalThis, followTestsKey, { value, configurable: true });
}

function turnOn({ rt, line, editors, gates, heart }: TestParts): void {
  editors.splice(-1, 0, new RunnerEditor(note => rt.notes.add(note)));
  rt.guard('tests', () => openTests(rt, line, gates, heart));
  rt.guard('vm sources', () => hookVm(vmSources(rt, inTurn(editors), gates)));
}

/** Tests of this thread are flows from now on. */
function openTests(rt: Runtime, line: Line, gates: Partial<OpenGates>, heart: Heartbeat | undefined): void {
  const activations = rt.part<Activations | undefined>('activations', () => undefined);
  const probes = rt.part<Probes | undefined>('probes', () => undefined);
  if (activations === undefined || probes === undefined) return;
  let isDue = false;
  let urgent = 0;
  let notBefore = 0;
  const say = () => {
    isDue = false;
    const from = rt.clock.monotonic();
    rt.guard('state', () => line.sayState());
    const now = rt.clock.monotonic();
    notBefore = now + Math.max(newsMs, (now - from) * 10);
  };
  const onNews = (isUrgent: boolean) => {
    if (isUrgent && urgent++ < atOnce) return say();
    if (isDue) return;
    const waitMs = notBefore - rt.clock.monotonic();
    if (waitMs <= 0) return say();
    isDue = true;
    rt.clock.after(waitMs, say);
  };
  const book = followTests({
    rt,
    activations,
    probes,
    onNews,
    onBegin: () => heart?.begins(),
    onAllEnded: () => line.settle(),
    original: {
      columnOf: (file, at, column) => gates.positions?.scripts.columnsOf(file)?.original(at, column) ?? column,
      isOwn: text => text.includes(`(${ownFolder + sep}`),
    },
  });
  // It may block for good: nobody hears of it later.
  if (heart !== undefined) heart.onBlocked = () => book.blocked(say);
}

/** What is compiled by `node:vm`, in whichever context. */
function vmSources(rt: Runtime, editor: SourceEditor, { files, positions }: Partial<OpenGates>): VmSources {
  const leaveAll = () => {
    files?.leaveAll();
    rt.notes.add('V8 counts coverage here, by offsets in the text that runs: files loaded from then on have no gates.');
  };
  if (process.env.NODE_V8_COVERAGE !== undefined || process.execArgv.includes('--experimental-test-coverage'))
    leaveAll();
  const known = new WeakSet<object>();
  let last: WeakRef<object> | undefined;
  return {
    editor,
    // Where each file of tests has a context of its own, what its runner keeps is there.
    mapOf: name =>
      vitestMapOf(name, globalThis) ?? (last === undefined ? undefined : vitestMapOf(name, last.deref() ?? {})),
    onContext: context =>
      void rt.guard('vm context', () => {
        if (known.has(context)) return;
        known.add(context);
        const { own, ...realm } = vm.runInContext('({ own: globalThis, Error, Function })', context) as Realm & {
          own: object;
        };
        for (const word of words) {
          const value: unknown = Reflect.get(globalThis, word);
          if (value !== undefined) Object.defineProperty(own, word, { value, configurable: true });
        }
        last = new WeakRef(own);
        positions?.enter(realm);
      }),
    onCoverage: leaveAll,
  };
}
