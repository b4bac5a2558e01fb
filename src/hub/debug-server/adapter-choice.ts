import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fail } from '../../base/index.ts';
import type { AdapterCommand } from '../../wire/dap/index.ts';

/** `eddy`: our own server, for Node and Python programs. `debugpy`: its adapter alone, of the interpreter that is named. */
export type AdapterChoice = 'eddy' | 'debugpy' | AdapterCommand;

export interface AdapterSettings {
  readonly adapter: AdapterChoice;
  /** An interpreter, for debugpy. */
  readonly python: string;
}

export function adapterCommand({ adapter, python }: AdapterSettings): AdapterCommand {
  if (typeof adapter === 'object') return adapter;
  if (adapter === 'debugpy') return { command: python, args: ['-m', 'debugpy.adapter'], name: 'debugpy' };
  return { command: process.execPath, args: [eddyEntry(), 'dap'], name: 'eddy dap' };
}

/** Beside us where we are built; where we run unbuilt, the built one. */
function eddyEntry(): string {
  const places = ['./main.js', '../../../dist/main.js'].map(place => fileURLToPath(new URL(place, import.meta.url)));
  const found = places.find(place => existsSync(place));
  if (found !== undefined) return found;
  throw fail('not-built', `The program of Eddy is missing: ${places[0]}.`, { hint: 'npm run build makes it.' });
}
