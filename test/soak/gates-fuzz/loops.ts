import { Expressions, type Place } from './expressions.ts';
import { marks } from './marked-text.ts';

const nodeMajor = Number(process.versions.node.split('.')[0]);

/** Loops of every kind. They end by `F`, which runs dry. */
export abstract class Loops extends Expressions {
  protected hasUsing = false;

  /** The one statement of an `if` or a loop. */
  protected abstract body(place: Place): string;
  protected abstract block(place: Place, most?: number): string;

  protected loop(outer: Place): string {
    const { choices } = this;
    const names = choices.chance(30) ? [this.name('l')] : [];
    if (names.length > 0 && choices.chance(20)) names.push(this.name('l'));
    const labels = [...outer.labels, ...names.map(name => ({ name, isLoop: true }))];
    const name = this.name('i');
    const place: Place = { ...outer, labels, inLoop: true, depth: outer.depth + 1 };
    const fixed: Place = { ...place, readable: [...place.readable, name] };
    const counting: Place = { ...fixed, writable: [...place.writable, name] };
    const kinds = [
      ...this.#plain(outer, place, fixed, counting, name),
      ...this.#assigning(outer, place),
      ...(outer.isAsync ? this.#waiting(outer, place, fixed, counting, name) : []),
      ...(this.hasUsing ? this.#using(outer, fixed, name) : []),
    ];
    return `${names.map(one => `${one}: `).join('')}${choices.pick(kinds)()}`;
  }

  #plain(outer: Place, place: Place, fixed: Place, counting: Place, name: string): (() => string)[] {
    const value = () => this.expression(outer, 1);
    return [
      () => `for (let ${name} = 0; ${name} < 3 && F(); ${name}++) ${this.body(counting)}`,
      () => `for (var ${name} = 0; F() && ${name} < 2; ${name} += 1) ${this.body(counting)}`,
      () => `for (const ${name} of [${value()}, ${value()}]) ${this.body(fixed)}`,
      () => `for (let ${name} in { a: 1, b: 2 }) ${this.body(counting)}`,
      () => `do ${this.body(place)} while (F() && ${value()})`,
      () => `while (F() && ${value()}) ${this.body(place)}`,
      () => `for (var ${name} of [${value()}, 5]) ${this.body(counting)}`,
      () => `for (const [${name}, y0 = ${value()}] of [[1], 'ab']) ${this.body(fixed)}`,
      // The closure has the first turn's variable, each turn its own.
      () =>
        `for (let ${name} = 0, y0 = () => ${name}; ${name} < 2 && F(); ${name}++, t('turn', y0())) ${this.body(counting)}`,
      () => `for (;;) { if (!F() || ${value()}) break\n${this.choices.chance(50) ? `if (F()) continue\n` : ''}break }`,
    ];
  }

  /** What stands already is set by each turn. */
  #assigning(outer: Place, place: Place): (() => string)[] {
    const { choices } = this;
    const targets = outer.writable.filter(one => one !== 'async');
    if (targets.length === 0) return [];
    const target = choices.pick(targets);
    return [
      () => `for (${target} of [${this.expression(outer, 1)}, 6]) ${this.body(place)}`,
      () => `for (${target} in { a: 1, b: 2 }) ${this.body(place)}`,
      () => `for ({ a: ${target} = ${this.expression(outer, 1)} } of [{}, { a: 2 }]) ${this.body(place)}`,
      () => `for ([${target}] of ['a', [2]]) ${this.body(place)}`,
    ];
  }

  #waiting(outer: Place, place: Place, fixed: Place, counting: Place, name: string): (() => string)[] {
    const value = this.expression(outer, 1);
    const free = this.expression(this.free(outer), 1);
    const kinds = [
      () => `for await (const ${name} of [P(${value}), sleep(1, 2), 3]) ${this.body(fixed)}`,
      () => `for await (let { a: ${name} = ${value} } of [{}, P({ a: 1 })]) ${this.body(counting)}`,
      () => `for (const ${name} of await P([${value}, 4])) ${this.body(fixed)}`,
      () =>
        `for await (const ${name} of (async function* () { ${marks.body(`try { yield 1; yield await sleep(1, ${free}) } finally { t('left') }`)} })()) ${this.body(fixed)}`,
      () => `while (await P(F() && ${value})) ${this.body(place)}`,
      () => `for await (const ${name} of [1, rej(${value})]) ${this.body(fixed)}`,
      () => `for (let ${name} = await P(0); (await sleep(1, ${name})) < 2 && F(); ${name}++) ${this.body(counting)}`,
      () => `do ${this.body(place)} while (F() && await P(${value}))`,
      () => `for await (var ${name} of [${value}, sleep(1, 2)]) ${this.body(counting)}`,
      () => `for (const ${name} in await P({ a: ${value} })) ${this.body(fixed)}`,
      () =>
        `for (let ${name} = (await P('ab')).indexOf('b');; ${name}++) { if (!F()) break\n${this.block(counting, 2)} }`,
      () =>
        `for (var ${name} = 0;; ${name} += (await P('ab')).length) { if (${name} > 2) break\n${this.block(fixed, 2)} }`,
    ];
    const agen = outer.calls.find(one => one.kind === 'async-generator');
    if (agen) kinds.push(() => `for await (const ${name} of ${agen.name}(${value})) ${this.body(fixed)}`);
    const target = outer.writable.find(one => one !== 'async');
    if (target !== undefined)
      kinds.push(() => `for await (${target} of [P(${value}), sleep(2, 1)]) ${this.body(place)}`);
    return kinds;
  }

  #using(outer: Place, fixed: Place, name: string): (() => string)[] {
    const kinds = [() => `for (using ${name} of [disposable('${name}'), null]) ${this.body(fixed)}`];
    if (!outer.isAsync) return kinds;
    const list = `[asyncDisposable('${name}', ${this.choices.below(3)}), disposable('${name}')]`;
    kinds.push(
      () => `for (await using ${name} of ${list}) ${this.body(fixed)}`,
      () => `for await (await using ${name} of ${list}) ${this.body(fixed)}`,
      () => `for await (using ${name} of [P(disposable('${name}'))]) ${this.body(fixed)}`,
    );
    // V8 of Node 24 aborts at some of these, without us too.
    if (nodeMajor >= 26)
      kinds.push(
        () => `for (await using ${name} = ${list}[0], y6 = null; F() && Z(y6) === Z(y6); Z(y6)) ${this.body(fixed)}`,
        () => `for (await using ${name} = ${list}[0];;) { if (!F()) break\n${this.block(fixed, 2)} }`,
      );
    return kinds;
  }
}
