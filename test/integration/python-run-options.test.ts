// Without a hub: EDDY_OPTIONS says where report and events go. And what a child says of its end.
import { deepEqual, equal, match } from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type EddyEvent, type Report, runOptionSpecs } from '../../src/wire/protocol/index.ts';
import { debianPython, folder, preload, root, run, runUnderEddy } from '../launch/index.ts';
import { pythonSite } from './python-core-hub.ts';

const without = !existsSync(debianPython) && process.env.CI !== 'true' && `there is no ${debianPython}`;
const parent = join(root, 'test/targets/python/run/parent.py');
const reportIn = (file: string): Report => JSON.parse(readFileSync(file, 'utf8'));

test('the files that a Node program would write, of each process its own', { skip: without }, async t => {
  const base = folder(t);
  const words = `--report "${join(base, 'r.json')}" --events=${join(base, 'e.ndjson')} --quiet`;
  const ended = await run(debianPython, [parent], { env: { PYTHONPATH: pythonSite, EDDY_OPTIONS: words } });
  deepEqual([ended.status, ended.stdout, ended.stderr], [2, 'child 5\nforked 9\nspawned 7\n', '']);
  const names = readdirSync(base).map(name => name.replace(/\d+$/, 'PID'));
  // The three, and a helper of multiprocessing.
  equal(names.filter(name => name === 'r.json.PID').length, 4);
  const report = reportIn(join(base, 'r.json'));
  deepEqual(report.targets[0]?.end, { how: 'exit' });
  equal(report.tasks.items[0]?.target, report.targets[0]?.id);
  deepEqual(report.dropped, {});
  const events = readFileSync(join(base, 'e.ndjson'), 'utf8').trimEnd().split('\n');
  const told = events.map(line => JSON.parse(line) as EddyEvent);
  deepEqual(
    told.map(({ seq }) => seq),
    told.map((_, at) => at + 1),
  );
  equal(told.filter(({ kind }) => kind === 'task-created').length, report.tasks.total);

  const node = join(base, 'node.json');
  await run(process.execPath, ['--require', preload, '-e', ''], { env: { EDDY_OPTIONS: `--report ${node}` } });
  deepEqual(Object.keys(report), Object.keys(reportIn(node)));
});

test('words that are wrong: one line that says so, and the program runs', { skip: without }, async () => {
  for (const [words, what] of [
    ['--bogus', /^eddy: EDDY_OPTIONS: There is no option --bogus\. The program runs without Eddy\.\n$/],
    ['--report', /--report needs a value/],
    ['--report -', /belongs to the program alone/],
    ['--report /no/such/folder/r.json', /r\.json cannot be written/],
    ['--fail-on any', /by `eddy run` alone/],
  ] as const) {
    const env = { PYTHONPATH: pythonSite, EDDY_OPTIONS: words };
    const ended = await run(debianPython, ['-c', 'print(1)'], { env });
    deepEqual([ended.status, ended.stdout], [0, '1\n']);
    match(ended.stderr, what);
  }
});

test('the words are those of eddy run', { skip: without }, async () => {
  const program = 'from eddy_agent import option_words as own; print(*sorted(own.with_value), "/", *sorted(own.alone))';
  const { stdout } = await run(debianPython, ['-c', program], { env: { PYTHONPATH: join(root, 'python') } });
  const [withValue, alone] = stdout.trim().split(' / ');
  const words = (has: boolean) =>
    runOptionSpecs
      .filter(one => 'value' in one === has)
      .flatMap(one => ('short' in one ? [one.flag, one.short] : [one.flag]))
      .sort()
      .join(' ');
  deepEqual([withValue, alone], [words(true), words(false)]);
});

test('a child says with what status it left where that is known, and no status where it is not', {
  skip: without,
}, async t => {
  const { report, status } = await runUnderEddy(t, [debianPython, parent], { flags: ['-q'] });
  equal(status, 2);
  const main = report.targets.find(one => one.parent === undefined);
  deepEqual(main?.end, { how: 'exit', code: 2 });
  const ends = report.targets.filter(one => one.parent === main?.id).map(({ end }) => end);
  // The forked one left by os._exit.
  const codes = ends.map(end => (end?.how === 'exit' ? end.code : end?.how));
  deepEqual(new Set(codes), new Set([9, undefined]));
});
