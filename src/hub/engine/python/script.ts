import { closeSync, openSync, readSync } from 'node:fs';
import { basename, extname } from 'node:path';

export const pythonEndings = new Set(['.py', '.pyw', '.pyz']);

/** Whether the file is run by Python: by its ending, or by what its first line asks for. */
export function isPythonFile(file: string): boolean {
  return pythonEndings.has(extname(file)) || /^#!.*\bpython[\d.]*\b/.test(firstBytes(file));
}

/** Whether a program of this name is a Python itself. */
export function isPython(program: string): boolean {
  return /^(?:python|pypy)[\d.]*$/.test(basename(program));
}

function firstBytes(file: string): string {
  const start = Buffer.alloc(250);
  try {
    const handle = openSync(file, 'r');
    try {
      readSync(handle, start);
    } finally {
      closeSync(handle);
    }
  } catch {
    return '';
  }
  return start.toString('latin1').split('\n', 1)[0] ?? '';
}
