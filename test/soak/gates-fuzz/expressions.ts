import type { Choices } from './choices.ts';

export interface Callable {
  readonly name: string;
  readonly kind: 'sync' | 'async' | 'generator' | 'async-generator';
}

/** Where code stands: what it may say there. */
export interface Place {
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  readonly readable: readonly string[];
  readonly writable: readonly string[];
  readonly calls: readonly Callable[];
  /** Of the block itself. */
  readonly own: Set<string>;
  readonly labels: readonly { readonly name: string; readonly isLoop: boolean }[];
  readonly inLoop: boolean;
  readonly inSwitch: boolean;
  readonly inFunction: boolean;
  readonly hasArguments: boolean;
  /** It is in a method of a class that has `super.m`, `this.a` and `#p`. */
  readonly inMethod: boolean;
  readonly depth: number;
}

export abstract class Expressions {
  protected readonly choices: Choices;
  /** Ends are reached by it, whatever is chosen. */
  protected left: number;
  #names = 0;
  #marks = 0;

  constructor(choices: Choices, size: number) {
    this.choices = choices;
    this.left = size;
  }

  protected name(letter: string): string {
    return `${letter}${++this.#names}`;
  }

  protected mark(): number {
    return ++this.#marks;
  }

  protected abstract arrow(place: Place, isAsync: boolean, parameter: string): string;
  /** Functions and classes that have no name, or their own. */
  protected abstract anonymous(place: Place): string;

  /** What a function inside may say that has nothing of the one round it but names. */
  protected free(place: Place): Place {
    return { ...place, isAsync: false, isGenerator: false, hasArguments: false, inMethod: false };
  }

  protected expression(place: Place, depth = 2): string {
    const { choices } = this;
    if (--this.left <= 0 || depth === 0) return this.#leaf(place);
    const inner = () => this.expression(place, depth - 1);
    switch (choices.below(18)) {
      case 0:
      case 1:
      case 2:
        return this.#leaf(place);
      case 3:
        return `Z(${inner()} ${choices.pick(['+', '-', '*', '<', '===', '??', '&&', '||'])} (${inner()}))`;
      case 4:
        return `Z(\`<\${${inner()}}\`)`;
      case 5:
      case 6:
        return place.isAsync ? this.awaited(place, depth - 1) : inner();
      case 7:
        return choices.pick([
          `({ a: ${inner()} })?.a`,
          `(null)?.a[${inner()}]`,
          `({ f(x) { return x } }).f?.(${inner()})`,
          `[${inner()}, 2]?.[0]`,
        ]);
      case 8:
        return `(${inner()}, ${inner()})`;
      case 9:
        if (place.writable.length === 0) return inner();
        return choices.pick([
          () => `(${choices.pick(place.writable)} = ${inner()})`,
          () => `${choices.pick(place.writable)}++`,
          () => `(${choices.pick(place.writable)} ??= ${inner()})`,
          () => this.#sum(choices.pick(place.writable), inner()),
          () => `--${choices.pick(place.writable)}`,
        ])();
      case 10:
        return `(${inner()} ? ${inner()} : ${inner()})`;
      case 11:
        return `(${this.arrow(place, false, this.name('p'))})(${inner()})`;
      case 12:
        return place.isAsync ? `(await (${this.arrow(place, true, this.name('p'))})(${inner()}))` : inner();
      case 13:
        return this.call(place, inner());
      case 14:
        if (place.isGenerator) return choices.chance(70) ? `Z(yield ${inner()})` : 'Z(yield)';
        return `tag\`a\${${inner()}}\\n\${${inner()}}\``;
      case 15:
        return this.anonymous(place);
      case 16:
        return choices.pick([
          () => `Z(\n${inner()}\n+\n${inner()}\n)`,
          () => `({ k: 1, m(x) { return [this?.k, x] } }).m(${inner()})`,
          () => `(({ a: y2 = ${this.expression(this.free(place), depth - 1)}, ...y3 }) => Z(y2))({ b: 1 })`,
          () => `[...'ab', ...[${inner()}]].length`,
          () => `(void 0 ?? ${inner()})`,
          () => `typeof this`,
          () => `Object.keys({ __proto__: null, ...{ a: ${inner()} } })[0]`,
        ])();
      default:
        if (place.inMethod)
          return choices.pick([
            'this.a',
            'this.#p',
            `super.m?.(${inner()})`,
            '(#p in this)',
            'this.#q',
            'super.w',
            `(this.#q = ${inner()})`,
            'this.#p++',
            'this?.#p',
          ]);
        if (place.hasArguments) return choices.pick(['arguments.length', 'Z(arguments[0])', 'typeof new.target']);
        return `typeof (${inner()})`;
    }
  }

  /** An `await` in each of the positions that gates treat differently. */
  protected awaited(place: Place, depth: number): string {
    const { choices } = this;
    const inner = () => this.expression(place, depth - 1);
    return choices.pick([
      () => `(await ${this.#leaf(place)})`,
      () => `(await P(${inner()}))`,
      () => `(await sleep(${choices.below(4)}, ${inner()}))`,
      () => `(await thenable(${inner()}))`,
      () => `(await P({ a: ${inner()} }))?.a`,
      () => `(await P(x => x))(${inner()})`,
      () => `Z([...(await P([${inner()}, 1]))].length)`,
      () => `(await P(tag))\`q\${${inner()}}\``,
      () => `(await ${inner()} ? await 1 : await 2)`,
      () => `(await rej(${inner()}))`,
      () => `(await (await P(${inner()}))())`,
      () => `(new (await P(Object))(${inner()}) && 1)`,
      () => `Z((await Promise.all([P(${inner()}), sleep(1, ${inner()})])).length)`,
      () => `(await Promise.race([sleep(2, ${inner()}), sleep(1, ${inner()})]))`,
      () => `delete (await P({})).a`,
      () => `(await P({ k: ${inner()}, m() { return this?.k } })).m()`,
      () => `(await P({ k: ${inner()}, m() { return this?.k } }))?.m?.()`,
      () => `(await P({ a: [${inner()}] }))?.a[await P(0)]`,
      () => `[${inner()}, await P(1), ${inner()}].length`,
      () => `Z((await P(${inner()})) ** 2)`,
      () => `!await P(${inner()})`,
      () => `typeof await P(${inner()})`,
      () => `(await P(1), await ${inner()})`,
      () => `({ ...await P({ a: ${inner()} }), b: await 1 }).a`,
      () => `(([y4 = 1], y5) => Z(y4 + y5))(await P([]), await P(${inner()}))`,
      () => `(await null ?? await P(${inner()}))`,
      () => `(await new Promise((y6, y7) => { later(1, () => { F() ? y6(1) : y7(2) }) }))`,
    ])();
  }

  protected call(place: Place, value: string): string {
    const able = place.calls.filter(one => place.isAsync || one.kind === 'sync' || one.kind === 'generator');
    if (able.length === 0) return value;
    const { name, kind } = this.choices.pick(able);
    if (kind === 'sync') return `(F() && ${name}(${value}))`;
    if (kind === 'async') return `(F() && await ${name}(${value}))`;
    if (kind === 'generator') return `(F() && Z([...${name}(${value})].length))`;
    return `(F() && Z((await ${name}(${value}).next()).value))`;
  }

  /** Cut at once: what a loop doubles at each turn would fill all memory. */
  #sum(name: string, value: string): string {
    return `(${name} += ${value}, ${name} = Z(${name}), 1)`;
  }

  #leaf({ readable }: Place): string {
    if (readable.length > 0 && this.choices.below(3) > 0) return this.choices.pick(readable);
    return String(this.choices.below(5));
  }
}
