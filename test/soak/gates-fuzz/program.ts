import type { Choices } from './choices.ts';
import type { Callable, Place } from './expressions.ts';
import { marks } from './marked-text.ts';
import { Statements } from './statements.ts';

const top: Place = {
  isAsync: false,
  isGenerator: false,
  readable: [],
  writable: [],
  calls: [],
  own: new Set(),
  labels: [],
  inLoop: false,
  inSwitch: false,
  inFunction: false,
  hasArguments: false,
  inMethod: false,
  depth: 0,
};

const prefixes = {
  sync: 'function',
  async: 'async function',
  generator: 'function*',
  'async-generator': 'async function*',
};

/** A program of several flows that run at once, with marks. */
export function makeProgram(choices: Choices, hasUsing: boolean): string {
  return new Programs(choices, 40 + choices.below(120)).program(hasUsing);
}

class Programs extends Statements {
  program(hasUsing: boolean): string {
    const { choices } = this;
    this.hasUsing = hasUsing;
    this.noSemicolons = choices.chance(40);
    const shared = ['s1', 's2', 's3'];
    let place: Place = { ...top, readable: shared, writable: shared, own: new Set(shared) };
    let text = choices.chance(50) ? `'use strict'\n` : '';
    text += 'let s1 = 1, s2 = "b"\nvar s3 = 3\n';
    for (let count = choices.below(4); count > 0 && this.left > 0; count--) {
      const made = choices.chance(20) ? this.classStatement(place) : this.functionStatement(place);
      text += `${made.text}\n`;
      place = made.place;
    }
    const flows = 1 + choices.below(3);
    for (let at = 1; at <= flows; at++) {
      this.left = Math.max(this.left, 15);
      const body = this.#body({ ...place, isAsync: true, inFunction: true, own: new Set() }, 6);
      text += `start('f${at}', async () => {${body}}).then(v => t('end${at}', v), e => t('failed${at}', e))\n`;
    }
    return `${text}later(${choices.below(9) + 3}, () => { t('shared', s1, s2, s3) })\n`;
  }

  /** Of a function; counted where it may stand in a `try` block. */
  #body(place: Place, most: number, isCounted = true): string {
    const text = this.list({ ...place, labels: [], inLoop: false, inSwitch: false, depth: place.depth + 1 }, most);
    return place.isAsync && isCounted ? `\n${marks.body(text)}` : `\n${text}`;
  }

  protected arrow(outer: Place, isAsync: boolean, parameter: string): string {
    const inner = this.#inside(outer, isAsync, false, [parameter], outer.hasArguments, outer.inMethod);
    const start = `${isAsync ? 'async ' : ''}(${parameter}${this.choices.chance(20) ? ' = 3' : ''}) =>`;
    if (this.choices.chance(30) && outer.depth < 4) return `${start} {${this.#body(inner, 2)}}`;
    const expression = this.expression(inner, 1);
    return `${start} ${isAsync ? marks.arrow(this.mark(), expression) : expression}`;
  }

  #inside(
    outer: Place,
    isAsync: boolean,
    isGenerator: boolean,
    parameters: readonly string[],
    hasArguments: boolean,
    inMethod: boolean,
  ): Place {
    return {
      ...outer,
      isAsync,
      isGenerator,
      readable: [...outer.readable, ...parameters],
      writable: [...outer.writable, ...parameters],
      own: new Set(parameters),
      inFunction: true,
      hasArguments,
      inMethod,
      labels: [],
      inLoop: false,
      inSwitch: false,
      depth: outer.depth + 1,
    };
  }

  protected functionStatement(place: Place): { text: string; place: Place } {
    const { choices } = this;
    const kind = choices.pick(['async', 'async', 'async-generator', 'sync', 'generator'] as const);
    const name = this.name('f');
    const [p, q, r] = [this.name('p'), this.name('p'), this.name('p')];
    const isAsync = kind.startsWith('async');
    const [list, names] = choices.pick([
      () => [`${p}, ${q}`, [p, q]] as const,
      () => [`${p}`, [p]] as const,
      () => [`${p} = 1, ${q} = ${p}`, [p, q]] as const,
      () => [`{ a: ${p} = 4, ...${q} } = {}, ...${r}`, [p, r]] as const,
      () => [`${p}, ${q} = () => ${p}, ...${r}`, [p]] as const,
      () =>
        [
          `[${p} = ${this.expression({ ...place, isAsync: false, isGenerator: false }, 1)}] = [], ${q} = 2`,
          [p, q],
        ] as const,
    ])();
    const inner = this.#inside(place, isAsync, kind.endsWith('generator'), names, true, false);
    const twin = choices.chance(8) ? `function d9() { return 1 }\nfunction d9() { return 2 }\nt('twin', d9());\n` : '';
    const again = choices.chance(8) ? `function ${p}() { return 5 }\nt('again', typeof ${p});\n` : '';
    const body = twin + again + this.#body(inner, 5, twin === '');
    const made: Callable = { name, kind };
    const inBlock = place.depth > 0 && choices.chance(30);
    const text = inBlock
      ? `const ${name} = ${prefixes[kind]} (${list}) {${body}};\n`
      : `${prefixes[kind]} ${name}(${list}) {${body}}\n`;
    return { text, place: { ...place, calls: [...place.calls, made] } };
  }

  protected classStatement(place: Place): { text: string; place: Place } {
    const { choices } = this;
    const [base, name] = [this.name('A'), this.name('B')];
    const outside: Place = { ...place, isAsync: false, isGenerator: false, labels: [], inLoop: false, inSwitch: false };
    const method = this.#inside(outside, true, false, ['x'], true, true);
    const generator = this.#inside(outside, true, true, [], true, true);
    const plain: Place = { ...outside, hasArguments: false, inMethod: false };
    const sync = this.#inside(outside, false, false, ['x'], true, true);
    const text = `class ${base} { async m(x) { ${marks.body(`await sleep(${choices.below(2)}); return x`)} } }
class ${name} extends ${base} {
  static k = ${this.expression(plain, 1)}
  static { t('static', this.k, ${this.expression(plain, 1)}) }
  #p = ${this.expression(plain, 1)};
  a = 2;
  f = async y => ${marks.arrow(this.mark(), 'Z(y) + this.#p')};
  get #q() { return this.a }
  constructor(x) { const early = () => x; super(); t('built', early()) }
  async m(x) {${this.#body(method, 3)}}
  async *[Symbol.asyncIterator]() {${this.#body(generator, 3)}}
  static async s(x) { ${marks.body(`try { return await new ${name}(x).m(x) } finally { t('s') }`)} }
  n(x) {${this.#body(sync, 2)}}
  static g(x) { return new ${name}(x).n(1) }
  static async h(x) { ${marks.body(`let n = 0; for await (const v of new ${name}(x)) { n++; t('it', v); if (n > 2 || !F()) break } return await new ${name}(1).f(n)`)} }
}\n`;
    const calls: Callable[] = [
      { name: `${name}.s`, kind: 'async' },
      { name: `${name}.g`, kind: 'sync' },
      { name: `${name}.h`, kind: 'async' },
    ];
    return { text, place: { ...place, calls: [...place.calls, ...calls] } };
  }

  /** Its steps by hand, or all of them. */
  protected generatorUse(place: Place): string {
    const { choices } = this;
    const able = place.calls.filter(one => one.kind === 'async-generator' || one.kind === 'generator');
    if (able.length === 0) return `t('no generator')${this.noSemicolons ? '' : ';'}`;
    const { name, kind } = choices.pick(able);
    const it = this.name('g');
    const hasAwait = place.isAsync && kind === 'async-generator';
    const word = hasAwait ? 'await ' : '';
    const value = () => this.expression(place, 1);
    const step = () => `${it}.${choices.pick(['next', 'return', 'throw'])}(${value()})`;
    const show = (one: string) =>
      kind === 'async-generator' && !hasAwait
        ? `${one}.then(v => t('step', v), e => t('no', e))`
        : `t('step', ${word}${one})`;
    const steps = [show(`${it}.next()`), show(step()), show(step())].slice(0, 1 + choices.below(3));
    if (kind === 'async-generator' && choices.chance(30))
      steps.unshift(`${it}.next().then(v => t('queued', v), e => t('no', e))`);
    return `for (const ${it} of F() ? [${name}(${value()})] : []) try { ${steps.join('; ')} } catch (e) { t('threw', e) }`;
  }
}
