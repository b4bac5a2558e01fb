import { AsyncLocalStorage } from 'node:async_hooks';
import { Session } from 'node:inspector';
import { fail, matches, toPath } from '../../../base/index.ts';
import type { Variable } from '../../../wire/protocol/index.ts';
import { captureNamed } from '../capture/index.ts';
import { type AskV8, type CallFrame, callIn, evaluateIn, namesIn } from './call-frame.ts';
import { isProgramFile } from './flow-stack.ts';
import { tryRead } from './visit.ts';

/**
 * Frames of this thread's stack while it is stopped. V8 is asked for them by pausing on top of that stack for the moment of one
 * look, some 2 ms, and the first time as long as it takes to open its debugger. Frames are counted as `stackOf` does.
 */
export class PausedFrames {
  #session: Session | undefined;
  /** Where scripts are from, by the number that V8 gives them. */
  readonly #urls = new Map<string, string>();
  /** Where V8 was paused before we came: by a line of ours, or an error. */
  #before: readonly CallFrame[] | undefined;
  /** A look is under way. */
  #take: ((frames: readonly CallFrame[]) => void) | undefined;

  /** V8 pauses for a look, and for nobody else. */
  get isLooking(): boolean {
    return this.#take !== undefined;
  }

  variables(at: number): Variable[] {
    return this.#look(at, frame => this.#variables(frame));
  }

  evaluate(at: number, expression: string): unknown {
    if (matches(/\bawait\b/, expression))
      throw fail('bad-expression', 'While the thread is stopped nothing can be awaited.', {
        hint: 'Hold the flow instead.',
      });
    return this.#look(at, frame => evaluateIn(frame, expression, this.#ask));
  }

  /** Written at once: the thread stands. */
  set(at: number, name: string, value: unknown): Variable {
    return this.#look(at, frame => {
      const names = namesIn(frame, this.#ask, true);
      const place = names.findIndex(one => one.name === name);
      if (place === -1) {
        const hint = `There are: ${names.map(one => one.name).join(', ')}.`;
        throw fail('unknown-id', `There is no ${name} here.`, { hint });
      }
      let failure: string | undefined;
      callIn(frame, [name], this.#ask, (_self, access) => {
        const wrote = tryRead(() => access(0, value));
        if (!wrote.ok) failure = wrote.why;
      });
      // What V8 has optimised it reads, and does not write.
      const [now] = failure === undefined ? this.#values(frame, [name]) : [];
      if (now?.ok === true && Object.is(now.value, value)) {
        return { name, own: names[place]!.own, editable: true, value: captureNamed(name, value) };
      }
      throw fail('not-editable', `${name} cannot be changed: ${failure ?? 'V8 has optimised the function'}.`);
    });
  }

  /** The thread goes on. */
  close(): void {
    if (this.isLooking) return;
    this.#session?.disconnect();
    this.#session = undefined;
    this.#before = undefined;
    this.#urls.clear();
  }

  #variables(frame: CallFrame): Variable[] {
    const names = namesIn(frame, this.#ask, true);
    const values = this.#values(
      frame,
      names.map(one => one.name),
    );
    return names.map(({ name, own }, at): Variable => {
      const read = values[at];
      if (read?.ok === true) return { name, own, editable: true, value: captureNamed(name, read.value) };
      return { name, own, editable: false, why: read?.why ?? 'V8 cannot read it here.' };
    });
  }

  #values(frame: CallFrame, names: readonly string[]) {
    let values: ReturnType<typeof tryRead>[] = [];
    callIn(frame, names, this.#ask, (_self, access) => {
      values = names.map((_name, at) => tryRead(() => access(at)));
    });
    return values;
  }

  #look<R>(at: number, use: (frame: CallFrame) => R): R {
    if (this.isLooking) throw fail('refused', 'Another frame is being looked at.');
    let outcome:
      | { readonly is: 'done'; readonly value: R }
      | { readonly is: 'failed'; readonly error: unknown }
      | undefined;
    // What V8 tells is heard of in no flow; what runs in a frame runs in the one that stands.
    const inFlow = AsyncLocalStorage.snapshot();
    this.#take = frames => {
      try {
        const frame = frames.filter(one => this.#isProgram(one))[at];
        if (frame === undefined) throw fail('refused', 'V8 has no such frame on its stack.');
        outcome = { is: 'done', value: inFlow(use, frame) };
      } catch (error) {
        outcome = { is: 'failed', error };
      }
    };
    try {
      const session = this.#session ?? this.#open();
      if (this.#before !== undefined) this.#take(this.#before);
      else {
        session.post('Debugger.pause');
        pauseHere();
      }
    } finally {
      this.#take = undefined;
    }
    if (outcome === undefined) throw fail('refused', 'V8 did not pause.');
    if (outcome.is === 'failed') throw outcome.error;
    return outcome.value;
  }

  #open(): Session {
    const session = new Session();
    session.connect();
    let isOpen = false;
    session.on('Debugger.scriptParsed', ({ params: { scriptId, url } }) => void this.#urls.set(scriptId, url));
    session.on('Debugger.paused', ({ params }) => {
      const { callFrames } = params as unknown as { callFrames: readonly CallFrame[] };
      if (!isOpen) this.#before = callFrames;
      else if (this.#before === undefined) this.#take?.(callFrames);
    });
    this.#session = session;
    session.post('Debugger.enable');
    isOpen = true;
    return session;
  }

  readonly #ask: AskV8 = <T>(method: string, params: object): T | undefined => {
    let answer: T | undefined;
    this.#session?.post(method, params, (error, given) => {
      if (error === null) answer = given as T;
    });
    return answer;
  };

  #isProgram({ location }: CallFrame): boolean {
    return isProgramFile(toPath(this.#urls.get(location.scriptId) ?? ''));
  }
}

/** V8 pauses at the next call, which is to be one of ours. */
function pauseHere(): void {}
