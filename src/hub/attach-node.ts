import { type Clock, fail, isEddyError, Owner, systemClock } from '../base/index.ts';
import { controlVersion, type EddyEvent, type Finding, type TargetInfo } from '../wire/protocol/index.ts';
import { mustReachUs } from './attach-reach.ts';
import type { AttachedProgram, AttachRequest } from './attach-request.ts';
import {
  clientsOf,
  closeAfter,
  type OpenedInspector,
  openInspector,
  openInspectorAt,
  type ProcessFacts,
} from './engine/inspector/index.ts';
import { openEmbedded, type RunHost } from './host.ts';
import { injection, lookExpression, type ProgramLook, refusalOf } from './injection.ts';

const answerWithinMs = 10_000;
/** The target dials in within milliseconds, unless its loop or the machine is busy. */
const targetWithinMs = 15_000;
/** It tries to put edited texts back meanwhile. */
const detachWithinMs = 4_000;
const idleWithinMs = 2_000;
/** A loop that has not turned in this time is taken for blocked. */
const turnWithinMs = 500;
const lookEveryMs = 5;

/** A hub of its own for a Node program that runs already, and that knows nothing of us. */
export async function attachNode(request: AttachRequest): Promise<AttachedProgram> {
  const { clock = systemClock } = request;
  const owner = new Owner();
  const came = Promise.withResolvers<TargetInfo>();
  const gone = Promise.withResolvers<string>();
  let pid = 0;
  try {
    const onEvent = ({ kind, data, target }: EddyEvent) => {
      if (data.pid !== pid) return;
      if (kind === 'target-started') came.resolve({ ...data, id: target } as unknown as TargetInfo);
      if (kind === 'target-ended') gone.resolve('the program has ended');
    };
    const host = await openHost(request, clock, owner, onEvent);
    const mayBe = (facts: ProcessFacts) =>
      mustReachUs(facts, { program: request.program, socket: host.address.socket });
    const opened = await open(request, clock, mayBe);
    // As it knows itself.
    pid = opened.facts.ownPid;
    try {
      await inject(opened, host, request);
    } catch (error) {
      throw await closeAfter(error, opened, { doing: 'while it was attached to', tell: request.tell });
    }
    await opened.close();
    const timer = clock.after(targetWithinMs, () => came.reject(silent(pid)), { holdsProcess: true });
    void gone.promise.then(() => came.reject(fail('no-run', `Process ${pid} ended while it was attached to.`)));
    const target = await came.promise.finally(() => timer.cancel());
    return { target, ended: gone.promise, detach: () => detach(host, target, owner) };
  } catch (error) {
    await owner.close().catch(() => {});
    throw error;
  }
}

function openHost(
  { words, cwd, options, ...request }: AttachRequest,
  clock: Clock,
  owner: Owner,
  onEvent: (event: EddyEvent) => void,
): Promise<RunHost> {
  const { observeOnly, probing, name } = options;
  const named = name === undefined ? {} : { name };
  const card = { version: controlVersion, pid: process.pid, words: [words], cwd, started: clock.now(), ...named };
  const listener = {
    onEvent,
    onSessionEvent: (event: EddyEvent) => request.onSessionEvent(event),
    onFinding: (finding: Finding) => request.onFinding(finding),
    onTrouble: () => {},
  };
  return openEmbedded({ card, clock, observeOnly, probing, listener }, owner);
}

function open(
  { to, yes, signal, tell }: AttachRequest,
  clock: Clock,
  mayBe: (facts: ProcessFacts) => void,
): Promise<OpenedInspector> {
  const how = { clock, withinMs: answerWithinMs, evenWithOwnHandler: yes, signal, tell, mayBe };
  return 'pid' in to ? openInspector(to.pid, how) : openInspectorAt(to.host, to.port, how);
}

async function inject(
  opened: OpenedInspector,
  host: RunHost,
  { program, tell, clock = systemClock }: AttachRequest,
): Promise<void> {
  const { facts, port, wasOpen } = opened;
  const { pid } = facts;
  // It would be told of each pause of ours, and the program would wait for it.
  if (wasOpen && clientsOf(pid, port) > 1)
    throw fail('refused', `A debugger is attached to process ${pid} already, at port ${port}.`, {
      hint: 'Let it go first: two would stop the program for each other.',
    });
  const look = (await evaluate(opened, lookExpression)) as ProgramLook;
  const refusal = refusalOf(pid, look);
  if (refusal !== undefined) throw refusal;
  if (await hasWorkers(opened)) tell(`process ${pid} has worker threads: its main thread alone is attached to.`);
  const place = { address: host.address.socket, token: host.address.token };
  const failed = await begin(opened, injection(program, { hub: place, opened: !wasOpen }), clock);
  if (failed !== '')
    throw fail('refused', `Eddy could not begin in process ${pid}: ${String(failed)}`, {
      hint: 'The program runs on as it was. With --permission it must allow worker threads and reading the folder that Eddy is in.',
    });
}

/** Between two turns of its loop; where that is blocked, in the midst of the program's own code, and not of Node's where it can be. */
async function begin({ connection, facts }: OpenedInspector, expression: string, clock: Clock): Promise<unknown> {
  const { result, exceptionDetails } = (await connection.ask('Runtime.evaluate', {
    expression,
    silent: true,
  })) as Answer;
  if (exceptionDetails !== undefined) throw notLookedInto(facts, exceptionDetails);
  const call = async (functionDeclaration: string) => {
    const words = { functionDeclaration, objectId: result?.objectId, returnByValue: true, silent: true };
    return ((await connection.ask('Runtime.callFunctionOn', words)) as Answer).result?.value;
  };
  const since = clock.monotonic();
  for (;;) {
    const waited = clock.monotonic() - since;
    const outcome = await call(
      waited < turnWithinMs
        ? 'function () { return this.outcome(); }'
        : `function () { return this.beginNow(${waited > 2 * turnWithinMs}); }`,
    );
    if (outcome !== undefined) return outcome;
    await new Promise<void>(resolve => clock.after(lookEveryMs, resolve, { holdsProcess: true }));
  }
}

async function hasWorkers({ connection }: OpenedInspector): Promise<boolean> {
  let has = false;
  const off = connection.on('NodeWorker.attachedToWorker', () => {
    has = true;
  });
  try {
    await connection.ask('NodeWorker.enable', { waitForDebuggerOnStart: false });
    await connection.ask('NodeWorker.disable');
  } catch {
    // A program without that domain has none that we could tell.
  } finally {
    off();
  }
  return has;
}

interface Answer {
  readonly result?: { readonly value?: unknown; readonly objectId?: string };
  readonly exceptionDetails?: { readonly text?: string; readonly exception?: { readonly description?: string } };
}

async function evaluate({ connection, facts }: OpenedInspector, expression: string): Promise<unknown> {
  const { result, exceptionDetails } = (await connection.ask('Runtime.evaluate', {
    expression,
    includeCommandLineAPI: true,
    returnByValue: true,
    silent: true,
  })) as Answer;
  if (exceptionDetails === undefined) return result?.value;
  throw notLookedInto(facts, exceptionDetails);
}

function notLookedInto({ pid }: ProcessFacts, { text, exception }: NonNullable<Answer['exceptionDetails']>): Error {
  const why = exception?.description ?? text ?? 'it threw';
  return fail('refused', `Process ${pid} could not be looked into: ${why.split('\n', 1)[0]}`);
}

async function detach(host: RunHost, target: TargetInfo, owner: Owner): Promise<readonly string[]> {
  try {
    const answer = await host.debugpy?.order(target.id, 'detach', {}, detachWithinMs);
    await host.idle?.(idleWithinMs);
    return answer?.left ?? [];
  } catch (error) {
    if (isEddyError(error, 'closed')) return [];
    if (isEddyError(error, 'no-answer'))
      return [
        `Process ${target.pid} is too busy to answer: it lets go of everything by itself as soon as its loop turns.`,
      ];
    throw error;
  } finally {
    await owner.close();
  }
}

function silent(pid: number): Error {
  return fail('no-answer', `Process ${pid} let Eddy in, and did not report from it.`, {
    hint: 'It may be too busy, or may not start threads. It lets go of everything by itself.',
  });
}
