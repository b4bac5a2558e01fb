import { closeSync, openSync, readSync } from 'node:fs';
import { basename, extname } from 'node:path';

export const pythonEndings = new Set(['.py', '.pyw', '.pyz']);

/** Whether the file is run by Python: by its ending, or by what its first line asks for. */
export function isPythonFile(file: string): boolean {
  return pythonEndings.has(extname(file)) || /^#!.*\bpython[\d.]*\b/.test(firstLine(file, 250));
}

/** Whether a program of this name is a Python itself. */
export function isPython(program: string): boolean {
  return /^(?:python|pypy)[\d.]*$/.test(basename(program));
}

/** What a file begins with, up to the end of its first line; empty where it cannot be read. */
export function firstLine(file: string, maxBytes: number): string {
  const start = Buffer.alloc(maxBytes);
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
