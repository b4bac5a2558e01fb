import type { Choices } from './choices.ts';
import type { Callable, Place } from './expressions.ts';
import { marks } from './marked-text.ts';
import { Objects } from './objects.ts';
import { worldNames } from './world.ts';

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

export interface Program {
  /** With marks. */
  readonly marked: string;
  readonly kind: 'commonjs' | 'module';
  /** It is in a cycle of imports. */
  readonly cycle: boolean;
  /** A module that awaits at its top level: no target without async functions has it. */
  readonly waitsAtTop: boolean;
}

/** A program of several flows that run at once. */
export function makeProgram(choices: Choices, hasUsing: boolean): Program {
  const programs = new Programs(choices, 40 + choices.below(120), hasUsing);
  return choices.chance(35) ? programs.module() : programs.script();
}

class Programs extends Objects {
  constructor(choices: Choices, size: number, hasUsing: boolean) {
    super(choices, size);
    this.hasUsing = hasUsing;
    this.noSemicolons = choices.chance(40);
  }

  script(): Program {
    const { choices } = this;
    const shared = this.#shared();
    const isStrict = choices.chance(50);
    let place: Place = { ...top, readable: shared, writable: shared, own: new Set(shared) };
    let text = isStrict ? `'use strict'\n` : '';
    text += `let s1 = 1, s2 = "b"${shared.includes('async') ? ', async = 1, of' : ''}\nvar s3 = 3\n`;
    const made = this.#declarations(place);
    text += made.text;
    place = made.place;
    if (choices.chance(25)) text += `try { ${this.list({ ...place, depth: 1 }, 3)} } catch (e) { t('top', e) }\n`;
    text += `${this.#flows(place)}later(${choices.below(9) + 3}, () => { t('shared', s1, s2, s3) })\n`;
    if (choices.chance(20)) text += `return t('left', this?.self, typeof arguments)\n`;
    return { marked: text, kind: 'commonjs', cycle: false, waitsAtTop: false };
  }

  /** Its names are exported and looked at from outside; half of them wait at their top level. */
  module(): Program {
    const { choices } = this;
    const shared = this.#shared();
    const cycle = choices.chance(50);
    const isAsync = choices.chance(50);
    let place: Place = { ...top, isAsync, readable: shared, writable: shared, own: new Set(shared) };
    let text = `export let s1 = ${isAsync ? 'await P(1)' : 1}, s2 = "b"${shared.includes('async') ? ', async = 1, of' : ''}\nexport var s3 = 3\n`;
    const made = this.#declarations(place, () => (choices.chance(50) ? 'export ' : ''));
    text += made.text;
    place = made.place;
    if (choices.chance(60)) text += `try { ${this.list({ ...place, depth: 1 }, 4)} } catch (e) { t('top', e) }\n`;
    text += this.#flows(place);
    text += choices.pick([
      '',
      `export default s1\n`,
      `export default async () => ${marks.arrow(this.mark(), 's2')}\n`,
      `export default class { static k = s1 }\n`,
      `export default async function () { ${marks.body('return s3')} }\n`,
      `export { s1 as s4, s3 as 'a b' }\n`,
    ]);
    text += `export function early() { try { return [typeof early, s3, s1] } catch (e) { return e } }\n`;
    const look = `try { t('shared', s1, s2, s3, Object.keys(self), self.s1, self.default) } catch (e) { t(e) }`;
    text += `later(${choices.below(9) + 3}, () => { ${look} })\n`;
    const imports = `${cycle ? `import 'other'\n` : ''}import { ${worldNames.join(', ')} } from 'world'\nimport * as self from 'self'\n`;
    return { marked: imports + (isAsync ? marks.module(text) : text), kind: 'module', cycle, waitsAtTop: isAsync };
  }

  #shared(): readonly string[] {
    return this.choices.chance(25) ? ['s1', 's2', 's3', 'async', 'of'] : ['s1', 's2', 's3'];
  }

  #declarations(from: Place, before = () => ''): { text: string; place: Place } {
    const { choices } = this;
    let place = from;
    let text = '';
    for (let count = choices.below(4); count > 0 && this.left > 0; count--) {
      const roll = choices.below(10);
      // A class or an object computes: that may wait, or throw, and has no gate but its function's.
      const plain = { ...place, isAsync: false };
      const made =
        roll < 7
          ? this.functionStatement(plain)
          : roll < 9
            ? this.classStatement(plain)
            : this.objectStatement({ ...plain, depth: 1 });
      text += roll < 7 ? `${before()}${made.text}\n` : `${made.text}\n`;
      place = { ...place, calls: made.place.calls };
    }
    return { text, place };
  }

  #flows(place: Place): string {
    let text = '';
    const flows = 1 + this.choices.below(3);
    for (let at = 1; at <= flows; at++) {
      this.left = Math.max(this.left, 15);
      const body = this.functionBody({ ...place, isAsync: true, inFunction: true, own: new Set() }, 6);
      text += `start('f${at}', async () => {${body}}).then(v => t('end${at}', v), e => t('failed${at}', e))\n`;
    }
    return text;
  }

  /** Counted where it may stand in a `try` block. */
  protected functionBody(place: Place, most: number, isCounted = true): string {
    const text = this.list({ ...place, labels: [], inLoop: false, inSwitch: false, depth: place.depth + 1 }, most);
    return place.isAsync && isCounted ? `\n${marks.body(text)}` : `\n${text}`;
  }

  protected arrow(outer: Place, isAsync: boolean, parameter: string): string {
    const { hasArguments, inMethod } = outer;
    const inner: Place = { ...this.inside(outer, isAsync, false, [parameter]), hasArguments, inMethod };
    const start = `${isAsync ? 'async ' : ''}(${parameter}${this.choices.chance(20) ? ' = 3' : ''}) =>`;
    if (this.choices.chance(30) && outer.depth < 4) return `${start} {${this.functionBody(inner, 2)}}`;
    const expression = this.expression(inner, 1);
    return `${start} ${isAsync ? marks.arrow(this.mark(), expression) : expression}`;
  }

  protected anonymous(place: Place): string {
    const { choices } = this;
    const value = () => this.expression(place, 1);
    const inner = (isAsync: boolean, isGenerator: boolean) => this.inside(place, isAsync, isGenerator, ['x']);
    if (place.depth > 4) return value();
    const name = this.name('n');
    return choices.pick([
      () => `(function (x) {${this.functionBody(inner(false, false), 2)}})(${value()}, 2)`,
      () => `(function ${name}(x) { return x > 0 ? ${name}(0) : typeof ${name} })(${value()})`,
      () => `new (function (x) { t('new', typeof new.target); this.a = x })(${value()}).a`,
      () => `(class ${name} { static a = ${this.expression(this.free(place), 1)}; b = typeof ${name} }).a`,
      () => `({ get a() { return [arguments.length, typeof this.b] }, b: ${value()} }).a.length`,
      () =>
        `t('promise', (async function ${name}(x) {${this.functionBody(inner(true, false), 2)}})(${value()}).catch(e => t('gone', e)))`,
      () =>
        `(((y8, y7 = async () => ${marks.arrow(this.mark(), 'Z(y8)')}) => void y7().then(v => t('default', v)))(${value()}))`,
      () => `(x => { 'use strict'; return [typeof this, x] })(${value()}).length`,
      () => `[...(function* (x) {${this.functionBody(inner(false, true), 2)}})(${value()})].length`,
    ])();
  }

  protected inside(outer: Place, isAsync: boolean, isGenerator: boolean, parameters: readonly string[]): Place {
    return {
      ...outer,
      isAsync,
      isGenerator,
      readable: [...outer.readable, ...parameters],
      writable: [...outer.writable, ...parameters],
      own: new Set(parameters),
      inFunction: true,
      hasArguments: true,
      inMethod: false,
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
      () => [`${p}, ${q} = async () => ${marks.arrow(this.mark(), `[${p}++, arguments.length]`)}`, [p]] as const,
      () => [`{ ${p}, a: [${q} = ${p}] = [] } = { ${p}: 1 }`, [p, q]] as const,
      () =>
        [
          `[${p} = ${this.expression({ ...place, isAsync: false, isGenerator: false }, 1)}] = [], ${q} = 2`,
          [p, q],
        ] as const,
    ])();
    const inner = this.inside(place, isAsync, kind.endsWith('generator'), names);
    const isSimple = /^[\w, ]*$/.test(list);
    const directive = choices.chance(12) ? (isSimple ? `'use strict';\n` : `'a'; "directive";\n`) : '';
    const twin = choices.chance(8) ? this.#twin() : '';
    const again = choices.chance(12)
      ? choices.pick([
          `function ${p}() { return 5 }\nt('again', typeof ${p});\n`,
          `var ${p}\nt('again', ${p});\n`,
          `var ${p} = 5\nt('again', ${p}, typeof ${q} === 'function' && F() && ${q}());\n`,
        ])
      : '';
    const body = `${directive}${twin}${again}${this.functionBody(inner, 5, twin === '')}`;
    const made: Callable = { name, kind };
    const inBlock = place.depth > 0 && choices.chance(30);
    const text = inBlock
      ? `const ${name} = ${prefixes[kind]} (${list}) {${body}};\n`
      : `${prefixes[kind]} ${name}(${list}) {${body}}\n`;
    return { text, place: { ...place, calls: [...place.calls, made] } };
  }

  /** Two functions of one name, which a `try` block would not have. */
  #twin(): string {
    return this.choices.pick([
      `function d9() { return 1 }\nfunction d9() { return 2 }\nt('twin', d9());\n`,
      `function d9() { return 1 }\n{ function d9() { return 2 } }\nt('twin', d9());\n`,
      `function d9() { return 1 }\nif (F()) { t('in', d9()); switch (1) { case 1: function d9() { return 2 } } }\nt('twin', d9());\n`,
    ]);
  }

  /** Its steps by hand, or all of them. */
  protected generatorUse(place: Place): string {
    const { choices } = this;
    const able = place.calls.filter(one => one.kind === 'async-generator' || one.kind === 'generator');
    if (able.length === 0) return `t('no generator')${this.noSemicolons ? '' : ';'}`;
    const { name, kind } = choices.pick(able);
    const it = this.name('g');
    const hasAwait = place.isAsync && kind === 'async-generator' && choices.chance(70);
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
