import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { RunnerEditor, testsGlobal } from './runner-editor.ts';

function edit(path: string, text: string): { edited: string | undefined; notes: string[] } {
  const notes: string[] = [];
  const editor = new RunnerEditor(note => notes.push(note));
  equal(editor.wants(path), true);
  return { edited: editor.edit({ path, text }), notes };
}

test('a line stands behind the files of runners, and nothing before it moves', () => {
  const text = 'class Runnable {}\nexport { Runnable };';
  const { edited } = edit('/app/node_modules/mocha/lib/runnable.js', text);
  equal(edited!.startsWith(`${text}\n`), true);
  equal(heard(edited!).mocha?.name, 'Runnable');
});

test('a loader that put the text of a runner into a function breaks nothing', () => {
  const made = 'module.exports = { get Runnable() { return Runnable } };';
  const mocha = edit('/app/node_modules/mocha/lib/runnable.js', `(() => { class Runnable {} ${made} })()`);
  equal(heard(mocha.edited!).mocha?.name, 'Runnable');
  const inside = edit('/app/node_modules/vitest/dist/chunks/index.abc.js', '{\nlet getFn;\nclass TestRunner {}\n}');
  deepEqual(heard(inside.edited!), { vitest: undefined });
  const jest = edit('/app/node_modules/jest-circus/build/state.js', '{\nconst eventHandlers = [1];\n}');
  deepEqual(heard(jest.edited!), { jest: undefined });
});

/** What a module's text hands to us. */
function heard(text: string): Record<string, { name: string } | undefined> {
  const given: Record<string, { name: string } | undefined> = {};
  const hear = (word: string) => (value: { name: string } | undefined) => Object.assign(given, { [word]: value });
  const words = { mocha: hear('mocha'), vitest: hear('vitest'), jest: hear('jest') };
  const global = { [testsGlobal]: words };
  new Function('globalThis', 'module', text.replace(/^export .*$/m, ''))(global, { exports: {} });
  return given;
}

test('of the chunks of vitest, the one that has its runner', () => {
  const path = '/app/node_modules/vitest/dist/chunks/index.abc.js';
  match(edit(path, 'const getFn = 1;\nclass TestRunner {\n}').edited!, /vitest\(.*:TestRunner,.*:getFn\)/);
  deepEqual(edit(path, 'class Other {}'), { edited: undefined, notes: [] });
});

test('where jest keeps its handlers: on the global object, and until 29 in a file of their own', () => {
  const build = '/app/node_modules/jest-circus/build/';
  match(edit(`${build}jestAdapterInit.js`, 'let one;').edited!, /jest\(globalThis\[Symbol\.for\("EVENT_HANDLERS"\)\],/);
  const adapter = `${build}legacy-code-todo-rewrite/jestAdapterInit.js`;
  deepEqual(edit(adapter, "const name = '../state';"), { edited: undefined, notes: [] });
  match(edit(`${build}state.js`, 'const eventHandlers = [one];').edited!, /jest\(.*:eventHandlers,/);
  match(edit(`${build}state.js`, 'export {};').notes.join(), /are not followed/);
});

test('a runner of another shape is left alone, with a note; a file that has the line too', () => {
  const { edited, notes } = edit('/app/node_modules/mocha/lib/runnable.js', 'export default 1;');
  equal(edited, undefined);
  match(notes.join(), /runnable\.js are not followed/);
  deepEqual(edit('/app/node_modules/mocha/lib/runnable.cjs', `"${testsGlobal}"`), { edited: undefined, notes: [] });
});

test('no other file is wanted', () => {
  const editor = new RunnerEditor(() => {});
  for (const path of ['/app/mocha/lib/runnable.js', '/app/node_modules/mocha/lib/runner.js', '/app/src/vitest.ts'])
    equal(editor.wants(path), false);
});
