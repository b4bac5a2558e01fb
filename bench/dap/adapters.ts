import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AdapterPlace } from '../../src/wire/dap/client/index.ts';
import { debianPython, eddy, withoutDebugpy } from '../../test/launch/index.ts';
import { jsDebugServer, withoutJsDebug } from '../../test/launch/js-debug.ts';
import { openEddyServer } from './eddy-server.ts';
import type { Several } from './several.ts';

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
  /** What it wants said in `launch` besides. */
  readonly more?: Readonly<Record<string, unknown>>;
  close(): Promise<void>;
}

export interface Pair {
  readonly language: 'node' | 'python';
  readonly program: string;
  readonly ours: Measurable;
  readonly theirs: Measurable;
  /** Servers of several programs; where theirs is none, each program has a debugger of its own. */
  readonly several: { readonly ours: Several; readonly theirs?: Several };
}

const here = import.meta.dirname;

export function nodePair(node: string): Pair {
  const program = join(here, 'stops.mjs');
  const launch = { program, runtimeExecutable: node, console: 'internalConsole' };
  const theirs = {
    name: 'js-debug',
    missing: withoutJsDebug(),
    async open() {
      const { port, pid, close } = await jsDebugServer(node);
      return { place: { host: '127.0.0.1', port }, pid, close };
    },
    launch: { ...launch, type: 'pwa-node', request: 'launch', name: 'bench', outputCapture: 'std' },
  };
  return {
    language: 'node',
    program,
    ours: { ...ours(node), launch },
    theirs,
    several: {
      ours: { open: () => openEddyServer(node), launch, program },
      theirs: { open: theirs.open, launch: theirs.launch, program },
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
    several: { ours: { open: () => openEddyServer(node), launch, program } },
  };
}

function ours(node: string): Omit<Measurable, 'launch'> {
  return {
    name: 'eddy',
    missing: !existsSync(eddy) && 'Eddy is not built: npm run build',
    open: async () => ({ place: { command: node, args: [eddy, 'dap'], name: 'eddy' }, close: async () => {} }),
  };
}
