import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { runInThisContext } from 'node:vm';
import { transform } from 'esbuild';
import type { Task } from '../tasks/index.ts';
import { debugScope, debugTask, getAsyncDebugger } from './index.ts';

const names = () =>
  getAsyncDebugger()
    .tasks.getCompleted()
    .map(info => info.name);

test('plain wrappers: with and without a name, this and arguments kept', async () => {
  async function charge(this: { rate: number }, cents: number) {
    return cents * this.rate;
  }
  const plain = debugTask(charge);
  const running: Task<number> = plain.call({ rate: 2 }, 50);
  equal(await running, 100);
  equal(running.name, 'charge');
  deepEqual([plain.name, plain.length], ['charge', 1]);
  equal(await debugTask('pay')(charge).call({ rate: 3 }, 1), 3);
  equal(await debugTask('pay again', charge).call({ rate: 4 }, 1), 4);
  deepEqual(names().slice(-3), ['charge', 'pay', 'pay again']);
});

test('a scope around a synchronous function leaves it synchronous', () => {
  const before = getAsyncDebugger().scopes.getStatistics();
  equal(debugScope('sum')((a: number, b: number) => a + b)(1, 2), 3);
  throws(
    () =>
      debugScope(() => {
        throw new Error('inside');
      })(),
    /inside/,
  );
  const { total, active, errors } = getAsyncDebugger().scopes.getStatistics();
  deepEqual([total - before.total, active, errors - before.errors], [2, 0, 1]);
});

test('the TC39 protocol, called as the language calls it', async () => {
  const method = debugTask(async () => 'm', { kind: 'method', name: 'refund' });
  equal(await method(), 'm');
  const field = debugTask('named')(undefined, { kind: 'field', name: 'onPaid' });
  equal(await (field(async () => 'f') as () => Promise<string>)(), 'f');
  equal(field(undefined), undefined);
  deepEqual(names().slice(-2), ['refund', 'named']);
});

test('what cannot be decorated is refused with what to do', () => {
  throws(() => (debugTask as CallableFunction)(class {}, { kind: 'class', name: 'Shop' }), { code: 'bad-usage' });
  throws(() => (debugTask as CallableFunction)({}, 'method', {}), { code: 'bad-usage', message: /experimental/ });
  throws(() => (debugTask as CallableFunction)(42), { code: 'bad-usage' });
});

test('decorated source, compiled', async () => {
  const source = `
    return class Shop {
      rate = 2;
      @debugTask async charge(cents) { return cents * this.rate; }
      @debugTask('give back') async refund(cents) { return -cents * this.rate; }
      @debugScope inScope() { return 'scoped'; }
      @debugTask static async open() { return 'open'; }
      @debugTask later = async () => this.rate;
    };`;
  const { code } = await transform(`(function (debugTask, debugScope) {${source}})`, { target: 'es2022' });
  const Shop = runInThisContext(code)(debugTask, debugScope);
  const shop = new Shop();
  const before = getAsyncDebugger().scopes.getStatistics().total;
  deepEqual(
    [await shop.charge(5), await shop.refund(5), shop.inScope(), await Shop.open(), await shop.later()],
    [10, -10, 'scoped', 'open', 2],
  );
  ok(shop.charge(1) instanceof Promise);
  deepEqual(names().slice(-4), ['charge', 'give back', 'open', 'later']);
  equal(getAsyncDebugger().scopes.getStatistics().total - before, 1);
});
