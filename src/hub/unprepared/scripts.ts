import { fail } from '../../base/index.ts';
import type { Asking } from './asking.ts';

export interface Script {
  /** A path, a file URL, `node:…`, or empty. */
  readonly url: string;
  /** Of its source map; empty: it names none. */
  readonly map: string;
}

/**
 * All scripts of the process, by the engine's number. They are told while the debugger is on; it is off again with the next word,
 * and told before not to stop anywhere: a `debugger` statement of the program's must not hold it.
 */
export async function readScripts({ connection, ask }: Asking): Promise<ReadonlyMap<string, Script>> {
  const scripts = new Map<string, Script>();
  const off = connection.on('Debugger.scriptParsed', ({ scriptId, url, sourceMapURL }) => {
    scripts.set(String(scriptId), { url: String(url ?? ''), map: String(sourceMapURL ?? '') });
  });
  let isPaused = false;
  const paused = connection.on('Debugger.paused', () => {
    isPaused = true;
  });
  try {
    const skip = { skip: true };
    await Promise.all([
      ask('Debugger.setSkipAllPauses', skip).catch(() => {}),
      ask('Debugger.enable'),
      ask('Debugger.setSkipAllPauses', skip),
      ask('Debugger.disable'),
    ]);
    if (isPaused)
      throw fail('no-answer', 'The process is stopped in another debugger, and was left so.', {
        hint: 'Let it go on there first.',
      });
    return scripts;
  } finally {
    off();
    paused();
  }
}
