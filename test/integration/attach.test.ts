// `eddy attach` on Node programs that were started with plain node.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { transformSync } from 'esbuild';
import { systemClock } from '../../src/base/index.ts';
import { openHub } from '../../src/doors/client/index.ts';
import { dialCdp } from '../../src/wire/cdp/index.ts';
import type { Binding } from '../../src/wire/protocol/index.ts';
import { anyPort, isListening, startBare } from '../launch/bare-program.ts';
import { eddy, folder, lineOf, nodeMajors, root, run, until, withoutNode } from '../launch/index.ts';
import { shops, startShop, visit } from './attach-node.ts';
import { attachRounds } from './attach-rounds.ts';

const skipped = process.platform !== 'linux' && 'processes without Eddy are entered by /proc';
const ann = { 'x-debug': 'ann' };

for (const major of nodeMajors)
  for (const file of ['shop.mjs', 'shop.cjs'])
    test(`Node ${major}: ${file} is attached to, seen, held and left as it was`, {
      skip: skipped || withoutNode(major),
    }, async t => {
      const shop = await startShop(t, file, { node: String(major) });
      const path = join(shops, file);
      const [sum, label] = [lineOf(path, 'sum'), lineOf(path, 'label')];
      const before = await shop.state();
      const words = [
        '--snap',
        `${file}:${label}`,
        '--hold',
        `${file}:${sum}`,
        '--hold-for',
        '300ms',
        '--match',
        'header:x-debug=ann',
      ];
      const visitor = await visit(t, { pid: shop.pid }, ...words);
      const bindings = [await visitor.next('probe-bound'), await visitor.next('probe-bound')].map(
        one => one.data as unknown as Binding,
      );
      const [snap, hold] = ['inspector', 'live-edit'].map(how => bindings.find(one => one.mechanism === how));
      deepEqual([snap?.places[0]?.line, hold?.places[0]?.line, hold?.places[0]?.function], [label, sum, 'price']);
      ok((snap?.missUs ?? 0) > 0, 'the cost of a miss is measured');
      equal(await shop.ask('3'), 'sum 7');

      const answer = shop.ask('4', ann);
      const held = await visitor.next('held');
      deepEqual(
        [held.data.line, held.data.locals],
        [sum, { count: 4, total: 8, sleep: { t: 'function', class: 'Function', name: 'setTimeout' } }],
      );
      equal(await shop.ask('5'), 'sum 11');
      const seen = await visitor.next('snap');
      equal(await answer, 'sum 9');
      deepEqual([seen.data.line, seen.data.function], [label, 'label']);
      deepEqual(seen.flow, held.flow);

      deepEqual(await visitor.detach(), []);
      deepEqual(await shop.stateLike(before), before);
      equal(await shop.ask('6', ann), 'sum 13');
      match(visitor.told.join(), /opened by SIGUSR1 and closed again/);
    });

test('again and again under load: same answers, nothing left', { skip: skipped }, async t => {
  const answered = await attachRounds(t, { file: 'shop.mjs', node: process.version, count: 5, atOnce: 2 });
  ok(answered > 0);
});

test('a stop is looked into, changed and stepped from; what stands goes on when we leave', {
  skip: skipped,
}, async t => {
  const shop = await startShop(t, 'shop.mjs');
  const before = await shop.state();
  const line = lineOf(join(shops, 'shop.mjs'), 'sum');
  const visitor = await visit(t, { pid: shop.pid }, '--stop', `shop.mjs:${line} if count === 4`);
  await visitor.next('probe-bound');
  equal(await shop.ask('3'), 'sum 7');
  const answer = shop.ask('4');
  const { data } = await visitor.next('stopped');
  const hold = String(data.hold);
  const hub = await openHub(String(process.pid), 'test');
  t.after(() => hub.close());
  // What Node runs from V8's pause to us is nobody's stack.
  deepEqual((await hub.ask('holds', {})).holds[0]?.stack[0]?.file, join(shops, 'shop.mjs'));
  const { variables } = await hub.ask('variables', { hold });
  deepEqual(
    variables.filter(one => one.own).map(({ name, value }) => [name, value]),
    [
      ['count', 4],
      ['total', 8],
      ['sum', undefined],
    ],
  );
  deepEqual((await hub.ask('evaluate', { hold, expression: 'total * 100' })).value, 800);
  await hub.ask('set', { hold, name: 'total', expression: '1000' });
  await hub.ask('resume', { hold, step: 'over' });
  const stepped = await visitor.next('stopped');
  deepEqual([stepped.data.line, (stepped.data.locals as Record<string, unknown>).sum], [line + 1, 1001]);
  const left = visitor.detach();
  equal(await answer, 'sum 1001');
  deepEqual(await left, []);
  deepEqual(await shop.stateLike(before), before);
});

test('a function that is not async cannot be held, and lines that would do are named', { skip: skipped }, async t => {
  const shop = await startShop(t, 'shop.mjs');
  const file = join(shops, 'shop.mjs');
  const visitor = await visit(t, { pid: shop.pid }, '--hold', `shop.mjs:${lineOf(file, 'label')}`);
  const { data } = await visitor.next('probe-refused');
  match(String(data.reason), /^A flow cannot wait there: .*Lines near it that would do: \d+/);
  ok((data.near as number[]).length > 0);
});

test('while a run of a function is under way its text is not edited; it is, as soon as there is none', {
  skip: skipped,
}, async t => {
  const shop = await startShop(t, 'shop.mjs');
  const before = await shop.state();
  const line = lineOf(join(shops, 'shop.mjs'), 'wait');
  const first = shop.ask('wait');
  await until(async () => ((await shop.ask('waiting')) === '1' ? true : undefined));
  const visitor = await visit(t, { pid: shop.pid }, '--hold', `shop.mjs:${line}`, '--hold-for', '50ms');
  const hub = await openHub(String(process.pid), 'test');
  t.after(() => hub.close());
  const waiting = await until(async () => {
    const { sessions } = await hub.ask('sessions', {});
    return sessions[0]?.probes[0]?.bindings[0];
  });
  deepEqual([waiting.state, waiting.mechanism], ['waiting', undefined]);
  match(String(waiting.reason), /^Its text is edited as soon as no run of wait is under way\.$/);
  equal(await shop.ask('go'), '1');
  equal(await first, 'one went');
  const { data } = await visitor.next('probe-bound');
  deepEqual([data.mechanism, (data.places as { function: string }[])[0]?.function], ['live-edit', 'wait']);
  const second = shop.ask('wait');
  await until(async () => ((await shop.ask('waiting')) === '1' ? true : undefined));
  // It is the edited text that runs now, when we leave.
  const left = visitor.detach();
  await until(async () => ((await shop.ask('go')) === '1' ? true : undefined));
  equal(await second, 'one went');
  deepEqual(await left, []);
  deepEqual(await shop.stateLike(before), before);
});

test('a text that cannot be put back is told of, and its gate passes everybody', { skip: skipped }, async t => {
  const shop = await startShop(t, 'shop.mjs');
  const before = await shop.state();
  const line = lineOf(join(shops, 'shop.mjs'), 'wait');
  const visitor = await visit(t, { pid: shop.pid }, '--hold', `shop.mjs:${line}`, '--match', 'header:x-debug=ann');
  equal((await visitor.next('probe-bound')).data.mechanism, 'live-edit');
  const first = shop.ask('wait');
  await until(async () => ((await shop.ask('waiting')) === '1' ? true : undefined));
  // The edited text is under way until after we have left.
  const left = await visitor.detach();
  equal(left.length, 1);
  match(left[0] ?? '', /shop\.mjs has a gate still, which passes everybody: a run of its function has been under way/);
  equal(await shop.ask('go'), '1');
  equal(await first, 'one went');
  const second = shop.ask('wait', ann);
  await until(async () => ((await shop.ask('waiting')) === '1' ? true : undefined));
  equal(await shop.ask('go'), '1');
  equal(await second, 'one went');
  deepEqual(await shop.stateLike(before), before);
  const again = await visit(t, { pid: shop.pid }, '--hold', `shop.mjs:${line}`, '--match', 'header:x-debug=ann');
  equal((await again.next('probe-bound')).data.mechanism, 'live-edit');
  deepEqual(await again.detach(), []);
});

test('lines are those that the user wrote', { skip: skipped }, async t => {
  const place = folder(t);
  const source = join(shops, 'pay.ts');
  const [due, paid] = [lineOf(source, 'due'), lineOf(source, 'paid')];
  const how = {
    loader: 'ts',
    format: 'esm',
    minifyWhitespace: true,
    sourcemap: true,
    sourcefile: 'src/pay.ts',
  } as const;
  const built = transformSync(readFileSync(source, 'utf8'), how);
  writeFileSync(join(place, 'pay.mjs'), `${built.code}//# sourceMappingURL=pay.mjs.map\n`);
  writeFileSync(join(place, 'pay.mjs.map'), built.map);
  const shop = await startShop(t, join(place, 'pay.mjs'));
  const visitor = await visit(
    t,
    { pid: shop.pid },
    '--snap',
    `src/pay.ts:${due}`,
    '--hold',
    `pay.ts:${paid}`,
    '--hold-for',
    '100ms',
  );
  const bound = [await visitor.next('probe-bound'), await visitor.next('probe-bound')].map(
    ({ data }) => data as unknown as Binding,
  );
  deepEqual(bound.map(({ mechanism, places: [at] }) => [mechanism, at?.file, at?.line]).sort(), [
    ['inspector', join(place, 'src/pay.ts'), due],
    ['live-edit', join(place, 'src/pay.ts'), paid],
  ]);
  equal(await shop.ask('4'), 'due 12');
  equal((await visitor.next('snap')).data.line, due);
  equal((await visitor.next('held')).data.line, paid);
});

test('killed in the midst, it leaves nothing: what was held goes on', { skip: skipped }, async t => {
  const shop = await startShop(t, 'shop.mjs');
  const before = await shop.state();
  const line = lineOf(join(shops, 'shop.mjs'), 'sum');
  const place = folder(t);
  const env = { TMPDIR: place, XDG_STATE_HOME: place };
  const child = Promise.withResolvers<ChildProcess>();
  const words = ['attach', '--hold', `shop.mjs:${line}`, '--match', 'header:x-debug=ann', String(shop.pid)];
  const running = run(process.execPath, [eddy, ...words], { env, onChild: started => child.resolve(started) });
  const attaching = await child.promise;
  let said = '';
  await new Promise<void>(resolve => {
    attaching.stderr?.on('data', text => {
      said += text;
      if (said.includes('attached to')) resolve();
    });
    attaching.once('close', resolve);
  });
  match(
    said,
    new RegExp(`attached to Node ${process.versions.node.replaceAll('.', '\\.')} process ${shop.pid}; Ctrl-C`),
  );
  let answer: Promise<string> | undefined;
  await until(async () => {
    // Held as soon as it is bound.
    answer = shop.ask('4', ann);
    const first = await Promise.race([answer, until(async () => (said.includes('held h1') ? 'held' : undefined))]);
    return first === 'held' ? true : undefined;
  });
  process.kill(attaching.pid as number, 'SIGKILL');
  equal(await answer, 'sum 9');
  equal((await running).signal, 'SIGKILL');
  deepEqual(await shop.stateLike(before), before);
});

test('by its port a program with an open inspector is attached to, and it stays open', { skip: skipped }, async t => {
  const shop = await startShop(t, 'shop.mjs', { words: ['--inspect=127.0.0.1:0'] });
  const before = await shop.state();
  const [, port] = /listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(shop.said().stderr) ?? [];
  const visitor = await visit(
    t,
    { host: '127.0.0.1', port: Number(port) },
    '--snap',
    `shop.mjs:${lineOf(join(shops, 'shop.mjs'), 'label')}`,
  );
  await visitor.next('probe-bound');
  await shop.ask('2');
  equal((await visitor.next('snap')).data.function, 'label');
  deepEqual(visitor.told, []);
  await visitor.detach();
  equal(await isListening(Number(port)), true);
  deepEqual(await shop.stateLike(before), before);
});

test('one that ends meanwhile is told of', { skip: skipped }, async t => {
  const shop = await startShop(t, 'shop.mjs');
  const visitor = await visit(t, { pid: shop.pid });
  await shop.ask('end').catch(() => {});
  equal(await visitor.ended, 'the program has ended');
  deepEqual(await visitor.detach(), []);
});

test('who cannot be attached to is told apart, with what to do', { skip: skipped }, async t => {
  const code = (error: { code: string; message: string }) => `${error.code}: ${error.message}`;
  const refused = async (to: Parameters<typeof visit>[1]) => visit(t, to).then(() => 'attached', code);
  const bare = (...words: string[]) => startBare(t, process.execPath, [anyPort, ...words]);
  const silent = 'setInterval(() => {}, 1000); console.log(1)';

  match(await refused({ pid: 2 ** 22 + 1 }), /^no-run: There is no process \d+\. See: eddy runs, or ps\.$/);
  const sleeper = await startBare(t, '/bin/sh', ['-c', 'echo 1; read line']);
  match(
    await refused({ pid: sleeper.pid }),
    /^refused: Process \d+ is (?:da|ba)?sh, not Node\. Nothing was sent to it\./,
  );
  const deaf = await bare('--disable-sigusr1', '-e', silent);
  match(await refused({ pid: deaf.pid }), /was started with --disable-sigusr1: .* eddy run PROGRAM/s);
  const own = await bare(join(root, 'test/targets/unprepared/own-handler.mjs'));
  match(await refused({ pid: own.pid }), /names SIGUSR1: .* say --yes/s);
  const library = await bare(
    '--input-type=module',
    '-e',
    `import ${JSON.stringify(join(root, 'dist/eddy.mjs'))};${silent}`,
  );
  equal(await refused({ pid: library.pid }), 'attached');
  const shop = await startShop(t, 'shop.mjs', { words: ['--inspect=127.0.0.1:0'] });
  const [, port, path] = /listening on ws:\/\/127\.0\.0\.1:(\d+)(\/\S+)/.exec(shop.said().stderr) ?? [];
  const other = await dialCdp(
    { host: '127.0.0.1', port: Number(port), path: path! },
    { clock: systemClock, withinMs: 5_000 },
  );
  match(
    await refused({ pid: shop.pid }),
    /^refused: A debugger is attached to process \d+ already, at port \d+\. Let it go first/,
  );
  await other.close();
  const visitor = await visit(t, { pid: shop.pid });
  match(await refused({ pid: shop.pid }), /^refused: Process \d+ runs under Eddy already\. See: eddy runs/);
  await visitor.detach();
  for (const one of [deaf, own, library, shop]) equal(one.child.exitCode, null);
});
