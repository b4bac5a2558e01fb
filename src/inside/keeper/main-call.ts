import { Session } from 'node:inspector';
import { GoOn, post } from './go-on.ts';

/** What the main thread has for us to call: see `register/gates.ts`, which puts it there. */
export const lookKey = 'eddy.look.1';

interface Paused {
  readonly callFrames: readonly { readonly callFrameId: string }[];
}

/**
 * Calls the main thread in the midst of what it does: V8 pauses it at the next statement, and goes on when it has looked at its mail,
 * or when it has stood there. A plain evaluate would interrupt it too, but Node cannot let it pause within that. The session
 * is open only until then: an open one would hold up the program's exit.
 */
export class MainCall {
  // Kept here while it waits: a session that is collected never answers.
  #session: Session | undefined;
  #goOn: GoOn | undefined;

  look(): void {
    if (this.#session !== undefined) return;
    const session = new Session();
    try {
      session.connectToMainThread();
    } catch {
      return;
    }
    this.#session = session;
    this.#goOn = new GoOn(session, async paused => {
      const [top] = (paused as Paused).callFrames;
      const expression = `globalThis[Symbol.for('${lookKey}')]?.()`;
      const asked = { callFrameId: top?.callFrameId, expression, returnByValue: true, silent: true };
      await post(session, 'Debugger.evaluateOnCallFrame', asked);
    });
    session.on('Debugger.resumed', () => this.close());
    post(session, 'Debugger.enable')
      .then(() => post(session, 'Debugger.pause'))
      .catch(() => this.close());
  }

  /** It has looked by itself. What has not come yet is not to come later, on top of something else. */
  takeBack(): void {
    if (this.#goOn?.isPaused !== true) this.close();
  }

  close(): void {
    this.#session?.disconnect();
    this.#session = undefined;
  }
}
