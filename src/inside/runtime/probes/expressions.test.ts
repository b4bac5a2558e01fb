import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import {
  callWithoutSideEffects,
  compileExpression,
  compileInScope,
  whyNoExpression,
  withPrivateNames,
} from './expressions.ts';

class Cart {
  #items = [3, 4];
  static #made = 1;
  readonly next: Cart | undefined;

  constructor(next?: Cart) {
    this.next = next;
  }

  #sum(more: number): number {
    return this.#items.reduce((sum, one) => sum + one, more);
  }

  get first(): number | undefined {
    return this.#items[0];
  }

  total(): number {
    return this.#sum(Cart.#made);
  }
}

const evaluate = (expression: string, self: unknown, scope: object = {}) =>
  compileInScope(expression, false).call(self, scope);

test('private fields and methods are read, called and written, of this and of what a name has', () => {
  const cart = new Cart(new Cart());
  equal(cart.total(), 8);
  deepEqual(evaluate('this.#items', cart), [3, 4]);
  equal(evaluate('this.#sum(1) + this.next.#items.length', cart), 10);
  equal(evaluate('Cart.#made', undefined, { Cart }), 1);
  evaluate('this.next.#items = [this.#items[1]]', cart);
  equal(cart.next?.first, 4);
  throws(() => evaluate('this.#nothing', cart), TypeError);
  throws(() => evaluate('super.total()', cart), { code: 'bad-expression', message: /^super is known/ });
});

test('what is no private name stays as it is', () => {
  for (const text of ['a.b', "'#x'", 'a["#b"]', 'a === b']) equal(withPrivateNames(text), text);
  equal(withPrivateNames('a.#b == 1'), '$private(a,"b") == 1');
});

test('an expression that changes something is refused, one that only looks is not', () => {
  const list = [1];
  const length = compileExpression('list.length + 1', ['list']);
  const push = compileExpression('list.push(2)', ['list']);
  equal(
    callWithoutSideEffects(() => length(list)),
    2,
  );
  throws(() => callWithoutSideEffects(() => push(list)), { code: 'side-effects' });
  deepEqual(list, [1]);
});

test('what an expression gives is that very value, of whatever kind', () => {
  const ring: Record<string, unknown> = {};
  ring.me = ring;
  for (const value of [
    ring,
    new Error('x'),
    new Map(),
    Symbol('s'),
    () => 1,
    Number.NaN,
    -0,
    3n,
    -3n,
    null,
    undefined,
    'x',
  ]) {
    equal(
      callWithoutSideEffects(() => value),
      value,
    );
  }
});

test('what is no expression is told without running it', () => {
  for (const text of ['total > 3', 'x => x', '{ a: 1 }.a', 'globalThis.ran = true', "name === 'ann' // hers"])
    equal(whyNoExpression(text), undefined, text);
  equal('ran' in globalThis, false);
  deepEqual(['(', 'total >', 'a b', 'return 1'].map(whyNoExpression), [
    "(: SyntaxError: Unexpected token ')'",
    "total >: SyntaxError: Unexpected token ')'",
    "a b: SyntaxError: Unexpected identifier 'b'",
    "return 1: SyntaxError: Unexpected token 'return'",
  ]);
});
