import { types } from 'node:util';
import { toldText } from '../runtime/capture/index.ts';
import { framesOfText, isUsers, type Runtime, siteOf } from '../runtime/inside.ts';
import { nameError } from '../runtime/tasks/index.ts';
import type { ProcessEvents } from './process-events.ts';

/** The last error that reached the top of this thread, for the report: Node prints it where we do not read. */
export function keepUncaught(rt: Runtime, events: ProcessEvents): void {
  events.before('uncaughtExceptionMonitor', error => {
    const stack = types.isNativeError(error) && Object.hasOwn(error, 'stack') ? error.stack : undefined;
    const frames = typeof stack === 'string' ? framesOfText(stack) : [];
    const site = frames.some(isUsers) ? siteOf(frames) : undefined;
    const kept = { error: toldText(nameError(error)), ...(site === undefined ? {} : { site }) };
    rt.gauge('uncaught', () => kept);
  });
}
