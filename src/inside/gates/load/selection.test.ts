import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { isToolOutput, selectFiles } from './selection.ts';

test('folders of tools are no packages; folders of packages in such a folder are', () => {
  for (const [path, is] of [
    ['/app/node_modules/.cache/made/main.js', true],
    ['/app/node_modules/.pnpm/p@1/node_modules/p/index.js', false],
    ['/app/node_modules/p/index.js', false],
    ['/app/src/main.js', false],
  ] as const)
    equal(isToolOutput(path), is, path);
});

test('what calls itself by a name is a package’s where its name says so', () => {
  const wants = selectFiles({ cwd: '/app', own: '/eddy', include: ['**/node_modules/p/**'], exclude: [] });
  equal(wants('webpack-internal:///./src/main.js'), true);
  equal(wants('webpack-internal:///./node_modules/q/index.js'), false);
  equal(wants('webpack-internal:///./node_modules/p/index.js'), true);
});
