import { Session } from 'node:inspector';
import { matches } from '../../base/index.ts';
import { GoOn, post } from './go-on.ts';

/** By the number that the thread shares. */
export const throwStates = ['none', 'uncaught', 'all'] as const;
export type ThrowsWanted = (typeof throwStates)[number];

/** What the main thread answers: see `runtime/probes/throws.ts`, which puts it there. */
const words = "globalThis[Symbol.for('eddy.throws.1')]";
const mostNames = 50;
const scopesWithNames = new Set(['local', 'block', 'catch', 'closure']);

interface Paused {
  readonly reason: string;
  readonly data?: { readonly objectId?: string; readonly value?: unknown; readonly uncaught?: boolean };
  readonly callFrames: readonly {
    readonly callFrameId: string;
    readonly location: { readonly scriptId: string };
    readonly scopeChain: readonly { readonly type: string; readonly object: { readonly objectId?: string } }[];
  }[];
}

/**
 * V8's debugger on the main thread, open while a probe asks for errors. At each of them that thread is asked whether its flow
 * is meant; only then names are read. Everything runs on top of the frame that throws, in its flow; some 0.3 ms an error.
 */
export class ThrowWatch {
  readonly #own: string;
  /** Whose a script is that is not the program's, by its id: a frame's own `url` is empty. */
  readonly #owners = new Map<string, 'node' | 'ours'>();
  #session: Session | undefined;
  #wanted: ThrowsWanted = 'none';

  /** `own`: the folder of our code; errors in it are nobody's. */
  constructor(own: string) {
    this.#own = own;
  }

  want(wanted: ThrowsWanted): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    if (wanted === 'none') this.close();
    else void this.#set(wanted).catch(() => this.close());
  }

  async #set(wanted: ThrowsWanted): Promise<void> {
    const session = this.#session ?? this.#open();
    await post(session, 'Debugger.enable');
    await post(session, 'Debugger.setPauseOnExceptions', { state: wanted });
    await post(session, 'Runtime.evaluate', { expression: `${words}?.ready(${JSON.stringify(wanted)})`, silent: true });
  }

  /** An open session would hold up the program's end. */
  close(): void {
    this.#session?.disconnect();
    this.#session = undefined;
  }

  #open(): Session {
    const session = new Session();
    session.connectToMainThread();
    this.#session = session;
    session.on('Debugger.scriptParsed', ({ params: { scriptId, url } }) => {
      if (url.startsWith('node:')) this.#owners.set(scriptId, 'node');
      else if (url.includes(this.#own)) this.#owners.set(scriptId, 'ours');
    });
    new GoOn(session, paused => this.#look(session, paused as Paused));
    return session;
  }

  async #look(session: Session, { reason, data, callFrames }: Paused): Promise<void> {
    if (reason !== 'exception' && reason !== 'promiseRejection') return;
    const ownerOf = (one: Paused['callFrames'][number]) => this.#owners.get(one.location.scriptId);
    const frame = callFrames.find(one => ownerOf(one) !== 'node');
    if (frame === undefined || ownerOf(frame) === 'ours') return;
    const uncaught = data?.uncaught === true;
    const evaluate = (expression: string) =>
      post(session, 'Debugger.evaluateOnCallFrame', {
        callFrameId: frame.callFrameId,
        expression,
        returnByValue: true,
        silent: true,
      });
    const meant =
      data?.objectId === undefined
        ? await evaluate(`${words}?.meant(${JSON.stringify(data?.value)},${uncaught})`)
        : await post(session, 'Runtime.callFunctionOn', {
            objectId: data.objectId,
            functionDeclaration: `function(){return ${words}?.meant(this,${uncaught})}`,
            returnByValue: true,
            silent: true,
          });
    if ((meant.result as { value?: unknown } | undefined)?.value !== true) return;
    const names = await this.#names(session, frame);
    const cases = names.map((name, at) => `case ${at}:return v.length?${name}=v[0]:${name};`).join('');
    await evaluate(`${words}?.visit(${uncaught},this,${JSON.stringify(names)},(k,...v)=>{switch(k){${cases}}})`);
  }

  async #names(session: Session, frame: Paused['callFrames'][number]): Promise<string[]> {
    const names = new Set<string>();
    for (const { type, object } of frame.scopeChain) {
      if (!scopesWithNames.has(type) || object.objectId === undefined || names.size >= mostNames) continue;
      const { result } = await post(session, 'Runtime.getProperties', {
        objectId: object.objectId,
        ownProperties: true,
      });
      for (const { name } of result as { name: string }[])
        if (matches(/^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u, name) && !name.startsWith('$e') && name !== 'this')
          names.add(name);
    }
    return [...names].slice(0, mostNames);
  }
}
