import { once } from 'node:events';
import { connect } from 'node:net';
import { basename } from 'node:path';
import { splitOptionWords } from '../../wire/protocol/index.ts';
import { type Check, ok, warn } from './row.ts';
import type { DoctorWork } from './work.ts';

const conflicts: Readonly<Record<string, string>> = {
  '--inspect-brk': 'Each Node program stops before its first line, until a debugger lets it go: leave it away.',
  '--inspect-wait': 'Each Node program waits for a debugger: leave it away.',
  '--inspect': 'A debugger that stops the thread stops what Eddy lets run on: leave it away while Eddy is used.',
  '--permission': 'Eddy starts a thread in each program: leave it away, or see that the session below works.',
  '--experimental-permission': 'Eddy starts a thread in each program: leave it away.',
  '--frozen-intrinsics': 'What is frozen cannot be watched: leave it away.',
  '--disallow-code-generation-from-strings': 'Conditions and eval cannot be compiled: leave it away.',
};
const preloading = new Set(['-r', '--require', '--import', '--loader', '--experimental-loader']);
/** Where Node's inspector listens unless told. */
const inspectorPort = 9229;

/** What else has a hand in every Node process. */
export function nodeOptionChecks({ env }: DoctorWork): Check[] {
  const words = splitOptionWords(env.NODE_OPTIONS ?? '');
  return [
    {
      id: 'node-options',
      what: 'NODE_OPTIONS',
      toDo: 'Unset NODE_OPTIONS.',
      run() {
        if (words.length === 0) return ok('none');
        const bad = words.map(word => word.replace(/=.*$/s, '')).find(word => Object.hasOwn(conflicts, word));
        const saw = words.join(' ');
        return bad === undefined ? ok(saw) : warn(saw, `${bad}: ${conflicts[bad]}`);
      },
    },
    {
      id: 'preloads',
      what: 'other preloads',
      toDo: 'Unset NODE_OPTIONS.',
      run() {
        const found = preloadsIn(words);
        if (found.length === 0) return ok('none');
        const debuggers = found.filter(name => /bootloader|js-debug/.test(name));
        const saw = found.join(', ');
        if (debuggers.length === 0) return ok(`${saw}: loaded before Eddy`);
        return warn(saw, 'The auto-attach of an editor pauses programs too: switch it off in this terminal.');
      },
    },
    {
      id: 'inspector',
      what: 'inspector',
      isOptional: true,
      toDo: 'Nothing: Eddy needs no port of it.',
      async run(signal) {
        const own = process.getBuiltinModule('node:inspector').url();
        if (own !== undefined) return warn(`open in this process: ${own}`, 'Start Eddy without --inspect.');
        if (!(await answers(inspectorPort, signal))) return ok(`nothing listens on port ${inspectorPort}`);
        return warn(
          `something listens on port ${inspectorPort}`,
          'If it is the program that you debug: its stops hold the whole thread. Eddy needs no port.',
        );
      },
    },
  ];
}

export function preloadsIn(words: readonly string[]): string[] {
  return words.flatMap((word, at) => {
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const flag = equals < 0 ? word : word.slice(0, equals);
    if (!preloading.has(flag)) return [];
    const file = equals < 0 ? words[at + 1] : word.slice(equals + 1);
    return file === undefined || basename(file) === 'register.cjs' ? [] : [file];
  });
}

async function answers(port: number, signal: AbortSignal): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect', { signal });
    return true;
  } catch {
    signal.throwIfAborted();
    return false;
  } finally {
    socket.destroy();
  }
}
