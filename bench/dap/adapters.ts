import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AdapterPlace } from '../../src/wire/dap/client/index.ts';
import { debianPython, eddy, withoutDebugpy } from '../../test/launch/index.ts';
import { jsDebugServer, withoutJsDebug } from '../../test/launch/js-debug.ts';

/** A debugger that one can be measured beside the other. */
export interface Measurable {
  readonly name: string;
  /** Why it cannot be measured here. */
  readonly missing: string | false;
  open(): Promise<OpenMeasurable>;
  readonly launch: Readonly<Record<string, unknown>>;
}

export interface OpenMeasurable {
  readonly place: AdapterPlace;
  /** Of a server that runs by itself; absent where the client starts the adapter. */
  readonly pid?: number;
  close(): Promise<void>;
}

export interface Pair {
  readonly language: 'node' | 'python';
  readonly program: string;
  readonly ours: Measurable;
  readonly theirs: Measurable;
}

const here = import.meta.dirname;

export function nodePair(node: string): Pair {
  const program = join(here, 'stops.mjs');
  const launch = { program, runtimeExecutable: node, console: 'internalConsole' };
  return {
    language: 'node',
    program,
    ours: { ...ours(node), launch },
    theirs: {
      name: 'js-debug',
      missing: withoutJsDebug(),
      async open() {
        const { port, pid, close } = await jsDebugServer(node);
        return { place: { host: '127.0.0.1', port }, pid, close };
      },
      launch: { ...launch, type: 'pwa-node', request: 'launch', name: 'bench', outputCapture: 'std' },
    },
  };
}

export function pythonPair(node: string): Pair {
  const program = join(here, 'stops.py');
  const launch = { program, python: [debianPython, '-Xfrozen_modules=off'], console: 'internalConsole' };
  return {
    language: 'python',
    program,
    ours: { ...ours(node), missing: withoutDebugpy(), launch },
    theirs: {
      name: 'debugpy',
      missing: withoutDebugpy(),
      open: async () => ({
        place: { command: debianPython, args: ['-m', 'debugpy.adapter'], name: 'debugpy' },
        close: async () => {},
      }),
      launch,
    },
  };
}

function ours(node: string): Omit<Measurable, 'launch'> {
  return {
    name: 'eddy',
    missing: !existsSync(eddy) && 'Eddy is not built: npm run build',
    open: async () => ({ place: { command: node, args: [eddy, 'dap'], name: 'eddy' }, close: async () => {} }),
  };
}
