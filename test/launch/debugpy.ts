import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { folder } from './index.ts';

const real = '/usr/lib/python3/dist-packages/debugpy';

export interface DebugpyChange {
  /** Python, before its first line; `is_adapter` is true in the process of an adapter. */
  readonly before?: string;
  /** The version that it says it is. */
  readonly version?: string;
}

/** A folder for PYTHONPATH with Debian's debugpy, as it is but for that. */
export function changedDebugpy(t: Pick<TestContext, 'after'>, { before = '', version }: DebugpyChange): string {
  const place = folder(t);
  const init = [
    'import os, sys, time',
    'is_adapter = os.path.basename(sys.argv[0]) == "adapter.py"',
    before,
    `__path__[:] = [${JSON.stringify(real)}]`,
    `__file__ = ${JSON.stringify(join(real, '__init__.py'))}`,
    'exec(compile(open(__file__).read(), __file__, "exec"))',
    version === undefined ? '' : `__version__ = ${JSON.stringify(version)}`,
  ];
  mkdirSync(join(place, 'debugpy'));
  writeFileSync(join(place, 'debugpy', '__init__.py'), `${init.join('\n')}\n`);
  return place;
}
