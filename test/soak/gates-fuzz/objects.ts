import type { Callable, Place } from './expressions.ts';
import { marks } from './marked-text.ts';
import { Statements } from './statements.ts';

/** Classes and object literals with members of every kind. */
export abstract class Objects extends Statements {
  protected abstract functionBody(place: Place, most: number): string;
  protected abstract inside(outer: Place, isAsync: boolean, isGenerator: boolean, parameters: readonly string[]): Place;

  protected classStatement(place: Place): { text: string; place: Place } {
    const { choices } = this;
    const [base, name] = [this.name('A'), this.name('B')];
    const outside: Place = { ...this.free(place), labels: [], inLoop: false, inSwitch: false };
    const member = (isAsync: boolean, isGenerator: boolean, parameters: readonly string[]): Place => ({
      ...this.inside(outside, isAsync, isGenerator, parameters),
      inMethod: true,
    });
    const method = member(true, false, ['x']);
    const own = this.expression(outside, 1);
    const end = this.noSemicolons ? '' : ';';
    const heritage = choices.pick([
      base,
      `(t('base'), ${base})`,
      place.isAsync ? `(await P(${base}))` : `(class extends ${base} {})`,
    ]);
    const key = () => `[${choices.pick([`t('key', 'k${this.name('')}')`, this.#key(place)])}]`;
    const members = [
      `static k = ${own}`,
      `static { t('static', this.k, ${this.expression(outside, 1)}) }`,
      `#p = ${this.expression(outside, 1)}`,
      'a = 2',
      `f = async y => ${marks.arrow(this.mark(), 'Z(y) + this.#p')}`,
      `get #q() { return this.a }`,
      `set #q(v) { t('set', v); this.a = v }`,
      ...choices.pick([
        () => [],
        () => [
          `static #c = ${this.expression(outside, 1)}`,
          `static { t('private', this.#c++, #c in this, super.s0?.(1)) }`,
        ],
        () => [`${key()} = ${this.expression(outside, 1)}`, `static ${key()} = 1`],
        () => [`get w() { return [super.w, this.a] }`, `set w(v) { super.w = v; this.#p = v }`],
        () => [`static async ${key()}(x) {${this.functionBody(method, 2)}}`],
        () => [`g1 = function () { return [typeof new.target, arguments.length, this.a] }`],
        () => [`static async = 1`, `get = 1`, `async`, `'a b'() { return 1 }`, `0() { return 2 }`],
      ])(),
      this.#builder(method),
      `async #r(x) { ${marks.body(`t('private', x); await sleep(1); return super.m(this.#p)`)} }`,
      `async m(x) {${this.functionBody(method, 3)}}`,
      `r(x) { return this.#r(x) }`,
      `async *[Symbol.asyncIterator]() {${this.functionBody(member(true, true, []), 3)}}`,
      `*i() {${this.functionBody(member(false, true, []), 2)}}`,
      `static async s(x) { ${marks.body(`try { return await new ${name}(x).m(x) } finally { t('s') }`)} }`,
      `n(x) {${this.functionBody(member(false, false, ['x']), 2)}}`,
      `static g(x) { return new ${name}(x).n(1) }`,
      `static async h(x) { ${marks.body(`let n = 0; for await (const v of new ${name}(x)) { n++; t('it', v); if (n > 2 || !F()) break } return await new ${name}(1).f(n)`)} }`,
      `static async c(x) { ${marks.body(`const one = new ${name}(x); t('names', Object.keys(one), one.w); await one.r(x); return [...one.i()].length`)} }`,
    ];
    const text = `class ${base} { async m(x) { ${marks.body(`await sleep(${choices.below(2)}); return x`)} } get w() { return 1 } set w(v) { t('w', v) } static s0(x) { return x } }
class ${name} extends ${heritage} {
  ${members.join(`${end}\n  `)}
}\n`;
    const calls: Callable[] = [
      { name: `${name}.s`, kind: 'async' },
      { name: `${name}.g`, kind: 'sync' },
      { name: `${name}.h`, kind: 'async' },
      { name: `${name}.c`, kind: 'async' },
    ];
    return { text, place: { ...place, calls: [...place.calls, ...calls] } };
  }

  /** `this` comes with super(): functions that are made before it have it later. */
  #builder(method: Place): string {
    const body = this.functionBody({ ...method, hasArguments: true }, 2);
    return this.choices.pick([
      () => `constructor(x) { const early = () => x; super(); t('built', early()) }`,
      () =>
        `constructor(x) { const early = () => this; try { early() } catch (e) { t(e) } super(); t('built', early().a) }`,
      () =>
        `constructor(x) { const late = async () => {${body}}; super(); if (F()) late().then(v => t('late', v), e => t('no', e)) }`,
      () => `constructor(...x) { t('new', new.target === undefined, x.length, super(...x).a) }`,
    ])();
  }

  /** Of a computed member: the function round it may wait there. */
  #key(place: Place): string {
    return place.isAsync ? `await P('k${this.name('')}')` : `'k' + Z(${this.expression(place, 1)})`;
  }

  protected objectStatement(place: Place): { text: string; place: Place } {
    const { choices } = this;
    const name = this.name('o');
    const outside = this.free(place);
    const method: Place = { ...this.inside(place, true, false, ['x', 'y']), inMethod: place.inMethod };
    const parts = [
      `a: ${this.expression(place, 1)}`,
      `get b() { return this.a }`,
      `set b(x) {${this.functionBody(this.inside(outside, false, false, ['x']), 2)}}`,
      `[${this.#key(place)}]: ${this.expression(place, 1)}`,
      `async m(x, y = ${this.expression(outside, 1)}) {${this.functionBody(method, 3)}}`,
      `*i(x) {${this.functionBody(this.inside(outside, false, true, ['x']), 2)}}`,
      `async *j(x) {${this.functionBody(this.inside(outside, true, true, ['x']), 3)}}`,
      `c: async function () {${this.functionBody(this.inside(outside, true, false, []), 2)}}`,
      `d: async x => ${marks.arrow(this.mark(), `({ x, ...await P({ e: ${this.expression(outside, 1)} }) })`)}`,
      choices.pick([
        `'a b'() { return super.toString === Object.prototype.toString }`,
        `...${this.expression(place, 1)}`,
        'async: 1, get: 2, set: 3, await: 4, of: 5',
        `async get() { ${marks.body('await null; return this.a')} }`,
      ]),
    ];
    const text = `const ${name} = {\n  ${parts.join(',\n  ')} };\nt('object', ${name}.b, ${name}.b = 1, Object.keys(${name}));\n`;
    const calls: Callable[] = [
      { name: `${name}.m`, kind: 'async' },
      { name: `${name}.i`, kind: 'generator' },
      { name: `${name}.j`, kind: 'async-generator' },
      { name: `${name}.c`, kind: 'async' },
      { name: `${name}.d`, kind: 'async' },
    ];
    return { text, place: { ...place, calls: [...place.calls, ...calls] } };
  }
}
