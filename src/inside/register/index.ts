/**
 * inside/register: puts runtime, keeper and watchers together in one thread of a program, before its first line. It owns
 * the start, the way to the keeper, what comes in and goes out with requests and children, and the end. It must not know
 * how a thing is tracked.
 */
import { writeSync } from 'node:fs';
import * as threads from 'node:worker_threads';
import { hookSources, type SourceEditor } from '../gates/load/index.ts';
import { watchAmbient } from '../runtime/ambient/index.ts';
import { watchGenerators } from '../runtime/generators/index.ts';
import { gaugeLoop, gaugeProcess, type Runtime, runtime } from '../runtime/inside.ts';
import { installLockAdapters, LockEditor } from '../runtime/locks/adapters/index.ts';
import { begun } from './begun.ts';
import { flyCanary } from './canary.ts';
import { passToChildren } from './children.ts';
import { watchEnd } from './end.ts';
import { openGates } from './gates.ts';
import { beatFor } from './heartbeat.ts';
import { Heirs } from './heirs.ts';
import { keepUncaught } from './keep-uncaught.ts';
import { openLine } from './line.ts';
import { watchMessages } from './messages.ts';
import { type InsideOptions, readOptions } from './options.ts';
import { watchProcessEvents } from './process-events.ts';
import { watchRequests } from './requests.ts';
import { applySettings } from './settings.ts';
import { offerTests } from './tests.ts';
import { bare } from './uncaught.ts';

export { type AttachWords, attach } from './attached.ts';

/** Once a thread, however often it is loaded. Whatever fails here leaves the program as if we were not there. */
export function begin(): void {
  // Where Node runs load hooks: it is none of the program's, and cannot load through hooks of ours on Node 22.
  if ((threads as { isInternalThread?: boolean }).isInternalThread === true) return;
  if (begun in globalThis) return;
  Object.defineProperty(globalThis, begun, { value: true });
  const rt = runtime();
  const events = rt.guard('process events', () => watchProcessEvents(rt));
  events?.before('uncaughtExceptionMonitor', error => bare(error));
  if (events !== undefined) rt.guard('uncaught errors', () => keepUncaught(rt, events));
  const options = optionsOrTold();
  if (events === undefined || options === undefined) return;
  rt.guard('settings', () => applySettings(rt, options.settings ?? {}));
  const heirs = new Heirs(rt.target, options);
  const line = rt.guard('line', () => openLine(rt, options));
  const parts: [string, (rt: Runtime) => void][] = [
    ['requests', () => watchRequests(rt, events)],
    ['messages', watchMessages],
    ['generators', watchGenerators],
    ['ambient watchers', watchAmbient],
    ['lock adapters', installLockAdapters],
    ['children', () => passToChildren(rt, heirs)],
    ['canary', flyCanary],
    ['process gauge', gaugeProcess],
    ['loop gauge', gaugeLoop],
  ];
  for (const [what, start] of parts) rt.guard(what, () => start(rt));
  const gates = line && rt.guard('gates', () => openGates(rt, events, line, options, heirs));
  const editors: SourceEditor[] = [new LockEditor(rt), gates?.files].filter(one => one !== undefined);
  rt.guard('source hooks', () => hookSources(editors));
  if (line === undefined) return;
  const heart = threads.isMainThread ? rt.guard('heartbeat', () => beatFor(rt, line.channel, { events })) : undefined;
  rt.guard('tests', () => offerTests({ rt, line, heirs, editors, gates: gates ?? {}, heart }, options));
  rt.guard('end', () => watchEnd(rt, events, line, options));
}

/** What the options say, or one line about what is wrong with them: the program runs all the same. */
function optionsOrTold(): InsideOptions | undefined {
  try {
    return readOptions();
  } catch (error) {
    const word = process.env.EDDY_HUB === undefined ? 'EDDY_OPTIONS' : 'EDDY_HUB';
    writeSync(2, `eddy: ${word}: ${(error as Error).message} The program runs without Eddy.\n`);
    return undefined;
  }
}
