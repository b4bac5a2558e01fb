// What every debug adapter does that our client drives.
import { deepEqual, equal, match, notEqual, ok, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { isEddyError } from '../../../src/base/index.ts';
import type { AsyncDebugClient, VariableTree } from '../../../src/wire/dap/client/index.ts';
import { until } from '../../launch/index.ts';
import { allOver, isAlive } from '../../launch/processes.ts';
import type { Adapter } from './adapter.ts';
import { Driven, programFile } from './driven.ts';
import { openRelay } from './relay.ts';

export function dapConformance(adapter: Adapter): void {
  const { name, skip } = adapter;

  test(`${name}: stack, scopes, values and steps; what is changed, the program sees`, { skip }, async t => {
    const on = await Driven.open(t, adapter);
    const { client } = on;
    equal((await on.breakAt('sum', 'add')).verified, false);
    await on.launch('sum');
    equal((await on.stop()).line, on.line('sum', 'add'));
    equal(client.listBreakpoints()[0]?.verified, true);
    const frames = await client.getStackTrace();
    deepEqual(
      frames.slice(0, 2).map(frame => frame.name.split('.').at(-1)),
      ['add', 'main'],
    );
    deepEqual(await client.getStackTrace({ start: 1, count: 1 }), frames.slice(1, 2));
    ok((await client.getScopes()).length > 0);
    const values = await client.getVariables();
    equal(values.find(one => one.name === 'total')?.value, '0');
    match(await deep(client, values, ['box', 'inner', 'list', '2', 'deep']), /yes/);
    const [box] = (await client.getVariables({ depth: 1 })).filter(one => one.name === 'box');
    ok(box?.children?.some(one => one.name === 'inner'));
    equal((await client.setVariable('total', '1000')).value, '1000');
    equal(await on.value('total + 1'), '1001');
    const outer = frames[1]?.id as number;
    if (adapter.offers.wholeFrames) equal((await client.evaluateExpression('i', { frameId: outer })).result, '0');
    await rejects(
      client.evaluateExpression('nowhere_to_be_found'),
      error => isEddyError(error) && /nowhere_to_be_found/.test(error.message),
    );
    ok((await client.completions('tot', 4)).some(one => one.label === 'total'));
    await client.removeBreakpoint(on.file('sum'), on.line('sum', 'add'));
    await client.stepOut();
    // At the call that it came from, or what comes next: each language has its own.
    equal((await on.stop()).reason, 'step');
    match((await client.getStackTrace())[0]?.name ?? '', /main$/);
    await on.breakAt('sum', 'after');
    do {
      await client.continueExecution();
      equal((await on.stop()).reason, 'breakpoint');
    } while ((await client.getStackTrace({ count: 1 }))[0]?.line !== on.line('sum', 'after'));
    await client.setExpression('total', 'total + 1');
    await client.stepOver();
    equal((await on.stop()).line, on.line('sum', 'after') + 1);
    await client.continueExecution();
    await on.says('total 1011');
    await allOver([await on.pid()]);
  });

  test(`${name}: conditions, hit counts, log points`, { skip }, async t => {
    const on = await Driven.open(t, adapter);
    await on.breakAt('sum', 'loop', { condition: 'i == 3' });
    await on.breakAt('sum', 'add', { logMessage: 'at {i}' });
    await on.launch('sum');
    await on.stop();
    equal(await on.value('i'), '3');
    await on.says('at 2');
    ok(!on.output.includes('at 3'));
    await on.breakAt('sum', 'loop');
    await on.client.continueExecution();
    await on.stop();
    equal(await on.value('i'), '4');
    await on.client.continueExecution();
    await on.says('total 10');
  });

  test(`${name}: a hit count stops at that passing and no other`, { skip }, async t => {
    const on = await Driven.open(t, adapter);
    await on.breakAt('sum', 'loop', { hitCount: 3 });
    await on.launch('sum');
    await on.stop();
    equal(await on.value('i'), '2');
    await on.client.continueExecution();
    await on.says('total 10');
    equal(on.events.filter(one => one.event === 'stopped').length, 1);
  });

  test(`${name}: functions and data, where it offers them; refused with the reason where it does not`, {
    skip,
  }, async t => {
    const on = await Driven.open(t, adapter);
    await on.breakAt('sum', 'loop');
    await on.launch('sum');
    await on.stop();
    const set = on.client.setFunctionBreakpoints([{ name: 'add' }]);
    if (adapter.offers.functions) {
      equal((await set)[0]?.verified, true);
      await on.client.continueExecution();
      await on.stop();
      equal((await on.client.getStackTrace())[0]?.name, 'add');
    } else await rejects(set, /does not offer .*supportsFunctionBreakpoints/);
    await rejects(on.client.setDataBreakpoints([]), /does not offer .*supportsDataBreakpoints/);
    if (adapter.offers.sessions) return;
    await rejects(
      on.client.setAsyncBreakpoint(on.file('sum'), 1, { session: 'ann' }),
      error => isEddyError(error, 'refused') && /eddy dap/.test(error.message),
    );
  });

  test(`${name}: exceptions, those that are caught and those that nobody takes`, { skip }, async t => {
    const on = await Driven.open(t, adapter);
    const { raised, uncaught } = adapter.filters;
    await on.client.setExceptionBreakpoints({ filters: [raised, uncaught] });
    await on.launch('sum', 'throw');
    const caught = await on.stop();
    deepEqual([caught.reason, caught.line], ['exception', on.line('sum', 'raise')]);
    match(JSON.stringify(await on.client.getExceptionInfo()), /a caught one/);
    const set = await on.client.setExceptionBreakpoints({ filters: [uncaught] });
    deepEqual([set.length, set[0]?.on, set[0]?.verified], [1, uncaught, true]);
    await on.client.continueExecution();
    const thrown = await on.stop();
    deepEqual([thrown.reason, thrown.line], ['exception', on.line('sum', 'throw')]);
    match((await on.client.getExceptionInfo()).exceptionId, /KeyError|RangeError|Error/);
  });

  test(`${name}: a program that runs is paused, goes on, is terminated; nothing is left`, { skip }, async t => {
    const on = await Driven.open(t, adapter);
    // A program may write before its thread is known.
    const known = on.client.waitFor('thread');
    await on.launch('stay');
    const pid = await on.pid();
    await known;
    if (adapter.offers.pausesIdle) {
      await on.client.pause();
      await on.stop();
      ok(isAlive(pid));
      await on.client.continueExecution();
    }
    await on.breakAt('stay', 'turn');
    await on.stop();
    notEqual(Number(await on.value('turns')), 0);
    const over = on.client.waitFor('terminated');
    await on.client.terminate();
    await over;
    await allOver([pid]);
    await rejects(on.client.waitForStop(), error => isEddyError(error, 'closed'));
  });

  if (adapter.offers.children)
    test(`${name}: a child process is a session of its own`, { skip }, async t => {
      const on = await Driven.open(t, adapter);
      await on.breakAt('child', 'child');
      await on.launch('parent');
      const { session, line } = await on.stop();
      equal(line, on.line('child', 'child'));
      equal(await on.value('twice'), '42');
      const sessions = on.client.listSessions();
      equal(sessions.find(one => one.id === session)?.state, 'stopped');
      ok(sessions.find(one => one.id === session)?.parent);
      const ended = on.client.waitFor('sessionEnded', { session });
      await on.client.continueExecution();
      await ended;
      await on.says('child ended 0');
    });

  test(`${name}: one that was attached to runs on when we go`, { skip }, async t => {
    const { pid, attach, opened } = await adapter.attachable(t, programFile(adapter, 'stay'));
    const on = await Driven.open(t, adapter, opened);
    await on.client.attach(attach);
    await on.breakAt('stay', 'turn');
    await on.stop();
    await on.client.disconnect();
    equal(isAlive(pid), true);
    await rejects(
      on.client.getStackTrace(),
      error => isEddyError(error, 'closed') && /connect\(\)/.test(error.message),
    );
  });

  test(`${name}: the adapter is killed while something is stopped: all that waits fails, nothing is left`, {
    skip,
  }, async t => {
    const on = await Driven.open(t, adapter);
    await on.breakAt('sum', 'loop');
    await on.launch('sum');
    await on.stop();
    const pid = (on.opened.pid() ?? on.adapterPid) as number;
    const waits = rejects(on.client.waitForStop({ threadId: 999_999 }), error => isEddyError(error, 'closed'));
    process.kill(pid, 'SIGKILL');
    await waits;
    const gone = (error: unknown) => isEddyError(error, 'closed') && /connect\(\)|cannot answer/.test(error.message);
    await rejects(on.client.getStackTrace(), gone);
    equal(on.client.isConnected(), false);
    ok(on.client.getConnectionInfo().lastEnd);
    await allOver([pid, await on.pid()]);
  });

  if (adapter.offers.network)
    test(`${name}: the connection is cut, made again, and the breakpoints are there`, { skip }, async t => {
      const { attach, opened } = await adapter.attachable(t, programFile(adapter, 'stay'));
      const relay = await openRelay(t, (opened ?? (await adapter.open(t))).place as { host: string; port: number });
      const on = await Driven.open(t, adapter, {
        place: { host: '127.0.0.1', port: relay.port },
        pid: () => undefined,
      });
      await on.client.attach(attach);
      await on.breakAt('stay', 'turn', { condition: 'turns > 3' });
      await on.stop();
      const open = rejects(
        on.client.request('eddy/activity', {}),
        error => isEddyError(error, 'closed') || isEddyError(error, 'refused'),
      );
      relay.cut();
      await open;
      await until(async () => (on.client.isConnected() ? undefined : true));
      await on.client.reconnect();
      await on.stop();
      ok(Number(await on.value('turns')) > 3);
      ok(on.client.getConnectionInfo().reconnects >= 1);
    });
}

/** A value inside of others, by the names of each. */
async function deep(client: AsyncDebugClient, from: readonly VariableTree[], path: readonly string[]): Promise<string> {
  let among = from;
  for (const [at, name] of path.entries()) {
    // A key may stand there as it is written in the language, an index as one.
    const one = among.find(value => value.name.replace(/^['[]|['\]]$/g, '') === name);
    if (one === undefined) throw new Error(`No ${name} among ${among.map(value => value.name).join(', ')}.`);
    if (at === path.length - 1) return one.value;
    among = await client.getVariables({ variablesReference: one.variablesReference });
  }
  return '';
}
