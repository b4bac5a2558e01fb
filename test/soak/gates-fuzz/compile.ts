import { SourceMap } from 'node:module';
import { parse } from 'acorn';
import { transform } from 'esbuild';
import type { Point } from './marked-text.ts';

export interface SourceText {
  readonly text: string;
  readonly isCompiled: boolean;
  /** Where a place of it was before it was compiled; undefined where nobody wrote it. */
  placeOf(line: number, column: number): Point | undefined;
}

export type Compile = (text: string) => Promise<SourceText>;

export const asWritten: Compile = async text => ({
  text,
  isCompiled: false,
  placeOf: (line, column) => ({ line, column }),
});

/** For a target that has generators and no async functions. */
export const withoutAsync: Compile = async text => {
  const { code, map } = await transform(text, {
    supported: { 'async-await': false, 'async-generator': false, 'for-await': false },
    sourcemap: 'external',
    sourcefile: 'program.js',
    logLevel: 'silent',
  });
  const lines = new SourceMap(JSON.parse(map));
  return {
    text: code,
    isCompiled: true,
    placeOf: (line, column) => {
      const entry = lines.findEntry(line - 1, column - 1);
      const isExact =
        'originalLine' in entry && entry.generatedLine === line - 1 && entry.generatedColumn === column - 1;
      return isExact ? { line: entry.originalLine + 1, column: entry.originalColumn + 1 } : undefined;
    },
  };
};

/** Some of it esbuild makes wrong: `super.m?.()` of an async method is left in a function that has no `super`. */
export async function isMadeRight(text: string, kind: 'commonjs' | 'module'): Promise<boolean> {
  try {
    parse((await withoutAsync(text)).text, {
      ecmaVersion: 'latest',
      sourceType: kind,
    });
    return true;
  } catch {
    return false;
  }
}
