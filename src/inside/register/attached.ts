import { MessageChannel } from 'node:worker_threads';
import { systemClock } from '../../base/index.ts';
import { type HubPlace, throwStates } from '../keeper/index.ts';
import { Activations } from '../runtime/activations/index.ts';
import { gaugeLoop, gaugeProcess, type Runtime, runtimeApart } from '../runtime/inside.ts';
import { Probes, throwsKey } from '../runtime/probes/index.ts';
import { begun } from './begun.ts';
import { flyCanary, keepCanaryFlying } from './canary.ts';
import { beatFor } from './heartbeat.ts';
import { isInspectable } from './inspectable.ts';
import { keepUncaught } from './keep-uncaught.ts';
import { type Line, openLine } from './line.ts';
import { loadInstrument } from './load-instrument.ts';
import { orderHandlers } from './order-handlers.ts';
import { Orders } from './orders.ts';
import { watchProcessEvents } from './process-events.ts';
import { watchRequests } from './requests.ts';
import { standInPlace } from './stand-in-place.ts';
import { StoppableClock } from './stoppable-clock.ts';
import { Undo } from './undo.ts';

/** What a hub that comes into a program tells it. */
export interface AttachWords {
  readonly hub: HubPlace;
  /** The inspector that it came by was not open before. */
  readonly opened: boolean;
}

/** A hub that has gone does not come back: what it asked for goes at once, and all the rest after this. */
const aloneMs = 1_000;
const againMs = 100;

/** Makes this thread a target until its hub says `detach` or is gone. Throws where it cannot; then nothing is left. */
export function attach(words: AttachWords): void {
  const undo = new Undo();
  try {
    begin(words, undo);
  } catch (error) {
    void undo.all();
    throw error;
  }
}

function begin({ hub, opened }: AttachWords, undo: Undo): void {
  if (begun in globalThis) throw new Error('another hub has come into it meanwhile.');
  Object.defineProperty(globalThis, begun, { value: true, configurable: true });
  undo.add(() => void Reflect.deleteProperty(globalThis, begun));
  const clock = new StoppableClock(systemClock);
  const rt = beginRuntime(clock, undo);
  const events = watchProcessEvents(rt);
  undo.add(() => {
    if (!events.restore()) undo.left.push(emitStays);
  });
  keepUncaught(rt, events);
  const activations = rt.part('activations', () => new Activations(rt));
  const probes = rt.part('probes', () => new Probes(rt, activations));
  let leaving: Promise<readonly string[]> | undefined;
  const leave = () => (leaving ??= undo.all());
  const handlers = {
    ...orderHandlers({ rt, activations, probes, ungated: () => [] }),
    detach: async () => ({ left: await leave() }),
  };
  const closeInspector = opened ? inspectorCloser(rt) : () => {};
  const lost = () => {
    probes.letEverythingGo('the hub is gone');
    closeInspector();
    clock.after(aloneMs, () => void leave());
  };
  // Before the keeper is there: it may have something to say sooner than we are done.
  const { port1, port2 } = new MessageChannel();
  const orders = new Orders(rt, handlers, {
    say: (answer, urgent) => line?.say(answer, urgent),
    hear: () => port1,
    onHub: is => (is === 'lost' ? lost() : probes.hearAgain()),
  });
  undo.add(() => orders.close());
  const line = openLine(rt, { hub, events: false, environment: {} }, port2);
  if (line === undefined) throw new Error('There is no way to the hub.');
  // Whoever asked is answered first.
  undo.add(() => void systemClock.after(0, () => void line.leave()));
  undo.add(watchRequests(rt, events));
  gaugeProcess(rt);
  gaugeLoop(rt);
  const heart = beatFor(rt, line.channel, { turns: true });
  undo.add(() => heart.stop());
  probes.waitHere = standInPlace(line, orders);
  lookAtMail(line, orders, undo);
  events.after('exit', code => {
    rt.ending = true;
    line.close({ how: 'exit', code: Number(process.exitCode ?? code ?? 0) });
  });
  watchFlows(rt, probes, line, undo);
}

/**
 * Of the inspector that the hub came by: it closes that itself, unless it is killed before. A thread that was busy hears of
 * SIGUSR1 twice, and opens it once more when that is over.
 */
function inspectorCloser(rt: Runtime): () => void {
  const { url, close } = process.getBuiltinModule('node:inspector');
  const ours = url();
  rt.clock.after(againMs, () => {
    if (url() !== undefined && url() !== ours) rt.guard('inspector', close);
  });
  return () => {
    if (ours !== undefined && url() === ours) rt.guard('inspector', close);
  };
}

/** A listener for messages would make Node load, for good, what only the web's own classes need. */
function lookAtMail({ channel }: Line, orders: Orders, undo: Undo): void {
  let isOver = false;
  undo.add(() => {
    isOver = true;
    channel.tellOfMail();
  });
  const look = async () => {
    for (let seen = 0; !isOver; seen = await channel.mail(seen)) orders.look('in turns');
  };
  void look();
}

function beginRuntime(clock: StoppableClock, undo: Undo): Runtime {
  const rt = runtimeApart();
  rt.clock = clock;
  undo.add(() => {
    clock.stop();
    rt.disableContext();
  });
  rt.notes.add(
    'Eddy came while it ran: requests are seen from the next one on; tasks, locks and worker threads are not.',
  );
  return rt;
}

function watchFlows(rt: Runtime, probes: Probes, { channel }: Line, undo: Undo): void {
  const putBack = probes.bindLate((...asked) => loadInstrument().oneGate(...asked));
  undo.add(async () => void undo.left.push(...(await putBack())));
  undo.add(() => probes.letEverythingGo('Eddy leaves'));
  flyCanary(rt);
  keepCanaryFlying(rt, () => probes.isolationLost());
  probes.throws.onOpened = () => flyCanary(rt, () => probes.isolationLost());
  if (isInspectable()) probes.throws.ask = wanted => channel.wantThrows(throwStates.indexOf(wanted));
  undo.add(() => {
    channel.wantThrows(throwStates.indexOf('none'));
    Reflect.deleteProperty(globalThis, throwsKey);
  });
}

const emitStays =
  'The program has wrapped process.emit meanwhile: beneath it a function of ours stays, which passes everything on.';
