import type { Place } from './expressions.ts';
import { Hazards } from './hazards.ts';
import { marks } from './marked-text.ts';

/** Statements of every kind. */
export abstract class Statements extends Hazards {
  protected abstract functionStatement(place: Place): { text: string; place: Place };
  protected abstract classStatement(place: Place): { text: string; place: Place };
  protected abstract objectStatement(place: Place): { text: string; place: Place };
  protected abstract generatorUse(place: Place): string;

  protected block(outer: Place, most = 4): string {
    let place: Place = { ...outer, own: new Set(), depth: outer.depth + 1 };
    return this.list(place, most, next => {
      place = next;
    });
  }

  protected list(from: Place, most: number, onPlace: (place: Place) => void = () => {}): string {
    let place = from;
    let text = '';
    const count = 1 + this.choices.below(most);
    const late = this.choices.chance(12) ? this.name('q') : undefined;
    if (late !== undefined) text += this.#placed(place, `try { t('early', ${late}) } catch (e) { t(e) }`, true);
    if (late !== undefined && this.choices.chance(50))
      text += this.#placed(
        place,
        this.end(`later(1, () => { try { ${late} = t('late', ${late}) } catch (e) { t(e) } })`),
        true,
      );
    for (let at = 0; at < count && this.left > 0; at++) {
      const next = this.statement(place);
      text += next.text;
      place = next.place;
      onPlace(place);
    }
    if (late !== undefined) text += this.#placed(place, this.end(`let ${late} = ${this.expression(place, 1)}`), true);
    return text;
  }

  /** With its mark, and what is known behind it. */
  protected statement(place: Place): { text: string; place: Place } {
    const { choices } = this;
    const here = (text: string, next = place) => ({ text: this.#placed(place, text, true), place: next });
    if (--this.left <= 0) return here(this.end(`t('x')`));
    const deep = place.depth > 4;
    switch (choices.below(deep ? 10 : 30)) {
      case 0:
        return here(this.end(`t('s${this.name('')}', ${this.expression(place)})`));
      case 1:
        return here(this.#assignment(place));
      case 2:
        return here(this.end(place.isAsync ? this.awaited(place, 2) : this.expression(place)));
      case 3:
      case 4: {
        const { text, next } = this.#declaration(place);
        return here(text, next);
      }
      case 5:
        return here(this.#leave(place));
      case 6:
        return here(this.#elsewhere(place));
      case 7:
        return here(this.#jump(place));
      case 8:
        return here(
          this.end(place.isGenerator ? this.#yields(place) : `t('${this.name('w')}', ${this.expression(place)})`),
        );
      case 9:
        return choices.chance(50)
          ? { text: this.#placed(place, ';', false), place }
          : here(this.end(`Z(${this.expression(place)})`));
      case 10:
      case 11:
        return here(this.#if(place));
      case 12:
      case 13:
      case 14:
        return here(this.loop(place));
      case 15:
        return here(this.#switch(place));
      case 16:
      case 17:
      case 18:
        return here(this.#try(place));
      case 19:
      case 20: {
        const made = this.functionStatement(place);
        return { text: this.#placed(place, made.text, false), place: made.place };
      }
      case 21: {
        const made = this.classStatement(place);
        return here(made.text, made.place);
      }
      case 22:
        return here(this.generatorUse(place));
      case 23:
        return { text: this.#placed(place, `{ ${this.#line()}${this.block(place)} }`, false), place };
      case 24:
        return here(this.#labelled(place));
      case 25: {
        const made = this.objectStatement(place);
        return here(made.text, made.place);
      }
      case 26:
        return here(this.hoisted(place));
      case 27:
      case 28:
        if (this.hasUsing) return here(this.#using(place));
        return here(this.#assignment(place));
      default:
        return here(this.brokenLine(place));
    }
  }

  #placed(place: Place, statement: string, hasGate: boolean): string {
    const guarded = this.noSemicolons && /^[([`/]/.test(statement) ? ';' : '';
    const text = place.isAsync && hasGate ? marks.before(this.mark(), statement) : statement;
    return `${guarded}${text}${this.#line()}`;
  }

  #line(): string {
    const { choices } = this;
    if (choices.chance(6)) return choices.pick(['\n/* { ( */', ' // } `\n', ' /* ;\n */\n', '\r\n', '\u2028']);
    return this.noSemicolons || choices.below(8) < 7 ? '\n' : ' ';
  }

  /** The one statement of an `if` or a loop. */
  protected body(place: Place): string {
    if (this.choices.below(3) > 0) return `{ ${this.block(place, 3)} }`;
    const alone = this.choices.pick([
      () => this.#assignment(place),
      () => this.end(`t('alone', ${this.expression(place)})`),
      () => this.#leave(place),
      () => this.#jump(place),
      () => this.#elsewhere(place),
      () => (this.left > 0 ? this.#if(place, true) : this.end(`t('x')`)),
      () => (this.left > 0 ? this.loop(place) : this.end(`t('x')`)),
      () => (this.left > 0 ? this.#try(place) : this.end(`t('x')`)),
      () => (this.left > 0 ? this.#labelled(place) : this.end(`t('x')`)),
    ])();
    const text = place.isAsync ? marks.alone(this.mark(), alone) : alone;
    return `${text}\n`;
  }

  #assignment(place: Place): string {
    const { choices } = this;
    if (place.writable.length === 0) return this.end(`t('none')`);
    const [a, b] = [choices.pick(place.writable), choices.pick(place.writable)];
    const value = this.expression(place);
    return this.end(
      choices.pick([
        `${a} = ${value}`,
        `${a} += 1`,
        `${a} += ${value}, ${a} = Z(${a})`,
        place.isAsync ? `${a} += await P(Z(${value}))` : `${a} += Z(${value})`,
        `++${a}`,
        `${a} = [${a}, ${value}, ${b} = 2].length`,
        `[{ a: ${a} = ${value} }, ...${b}] = [{ a: undefined }, 1]`,
        `[${a}, ${b}] = [${b}, ${value}]`,
        `({ a: ${a} = ${value} } = {})`,
        `${a}++`,
        `[${a} = 3] = [${value}]`,
        place.isAsync ? `[${a}] = await P([${value}])` : `${a} = ${b}`,
        place.hasArguments ? `arguments[0] = ${value}` : `${a} -= 1`,
      ]),
    );
  }

  #declaration(place: Place): { text: string; next: Place } {
    const { choices } = this;
    const kind = choices.pick(['let', 'const', 'var', 'let']);
    const value = this.expression(place);
    const hidden = place.readable.filter(one => !place.own.has(one));
    const name = kind === 'let' && hidden.length > 0 && choices.chance(12) ? choices.pick(hidden) : this.name('v');
    const other = this.name('v');
    place.own.add(name).add(other);
    const [text, names] = choices.pick([
      () => [`${kind} ${name} = ${value}`, [name]] as const,
      () => [`${kind} { a: ${name} = ${value}, ...${other} } = { b: 1 }`, [name]] as const,
      () => [`${kind} [${name}, ${other} = ${value}] = [1]`, [name, other]] as const,
      () => [`${kind} ${name} = 1, ${other} = ${value}`, [name, other]] as const,
      () => [place.isAsync ? `${kind} [${name}] = await P([${value}])` : `${kind} ${name} = 2`, [name]] as const,
    ])();
    return {
      text: this.end(text),
      next: {
        ...place,
        readable: [...place.readable, ...names],
        writable: kind === 'const' ? place.writable.filter(one => one !== name) : [...place.writable, ...names],
      },
    };
  }

  #leave(place: Place): string {
    const { choices } = this;
    if (choices.below(2) === 0) return this.end(`t('stays', ${this.expression(place, 1)})`);
    if (choices.chance(30))
      return this.end(`for (; F() && ${this.expression(place, 1)}; ) throw ${this.expression(place, 1)}`);
    if (!place.inFunction) return this.end(`t('top')`);
    return this.end(
      choices.pick([
        `return ${this.expression(place)}`,
        'return',
        `throw new TypeError(${this.expression(place)})`,
        place.isAsync ? `return P(${this.expression(place)})` : `return 1`,
      ]),
    );
  }

  #jump(place: Place): string {
    const { choices } = this;
    const ways: string[] = [];
    if (place.inLoop) ways.push('break', 'continue');
    else if (place.inSwitch) ways.push('break');
    for (const { name, isLoop } of place.labels) ways.push(...(isLoop ? [`continue ${name}`] : []), `break ${name}`);
    if (ways.length === 0) return this.end(`t('no way')`);
    return this.end(choices.pick(ways));
  }

  /** What changes names from somewhere else: another flow, a microtask, a tick, a listener. */
  #elsewhere(place: Place): string {
    const { choices } = this;
    const change =
      place.writable.length === 0
        ? `t('at')`
        : `${choices.pick(place.writable)} = Z(${this.expression({ ...place, isAsync: false, isGenerator: false }, 1)})`;
    return this.end(
      choices.pick([
        `later(${choices.below(4)}, () => { ${change} })`,
        `queueMicrotask(() => { try { ${change} } catch (e) { t(e) } })`,
        `on('e${choices.below(2)}', v => { ${change} })`,
        `emit('e${choices.below(2)}', ${this.expression(place, 1)})`,
        `P(0).then(() => { ${change} })`,
        `void (async () => { ${marks.body(`await sleep(1); ${change}`)} })().catch(e => t('gone', e))`,
      ]),
    );
  }

  #yields(place: Place): string {
    const { choices } = this;
    const value = this.expression(place, 1);
    const free = this.expression(this.free(place), 1);
    return choices.pick([
      `yield ${value}`,
      `t('got', Z(yield ${value}))`,
      `yield* [${value}, 7]`,
      'yield',
      place.isAsync ? `yield P(${value})` : `yield ${value}`,
      place.isAsync
        ? `yield* (async function* () { ${marks.body(`try { yield ${free} } finally { t('inner') }`)} })()`
        : `yield* [1]`,
    ]);
  }

  /** One that stands alone has an `else`: it may be the only statement of an `if` that has none. */
  #if(place: Place, hasElse = false): string {
    const then = `if (${this.expression(place)}) ${this.body(place)}`;
    return hasElse || this.choices.chance(40) ? `${then}\nelse ${this.body(place)}` : then;
  }

  #switch(place: Place): string {
    const { choices } = this;
    const name = this.name('c');
    let inner: Place = { ...place, inSwitch: true, own: new Set([name]), depth: place.depth + 1 };
    let text = `switch (${this.expression(place)}) { `;
    const count = 1 + choices.below(3);
    const defaultAt = choices.chance(60) ? count - 1 - choices.below(count) : -1;
    for (let at = 0; at < count; at++) {
      if (choices.chance(15)) text += `case 'e${at}': `;
      text += at === defaultAt ? 'default: ' : `case ${at === 0 ? this.expression(inner, 1) : at}: `;
      if (at === 0) text += this.#placed(inner, this.end(`let ${name} = ${this.expression(place, 1)}`), true);
      else text += this.#placed(inner, `try { t('case', ${name}) } catch (e) { t(e) }`, true);
      text += this.list(inner, 2, next => {
        inner = { ...next, readable: inner.readable, writable: inner.writable };
      });
      if (choices.chance(50)) text += this.#placed(inner, this.end('break'), true);
    }
    return `${text} }`;
  }

  #try(place: Place): string {
    const { choices } = this;
    const text = `try { ${this.block(place, 3)} }`;
    const name = this.name('e');
    const inCatch: Place = { ...place, readable: [...place.readable], own: new Set([name]), depth: place.depth + 1 };
    const caught = () =>
      choices.pick([
        () =>
          ` catch (${name}) { ${this.#placed(inCatch, this.end(`t('caught', ${name})`), true)}${this.list(inCatch, 2)} }`,
        () => ` catch { ${this.block(place, 3)} }`,
        () =>
          ` catch ({ message: ${name} = ${this.expression(place, 1)} }) { ${this.#placed(inCatch, this.end(`${name} = t('msg', ${name})`), true)}${this.list(inCatch, 2)} }`,
      ])();
    const atLast = () => ` finally { ${this.block(place, 2)} }`;
    return choices.pick([() => text + caught(), () => text + caught() + atLast(), () => text + atLast()])();
  }

  #using(place: Place): string {
    const { choices } = this;
    const made = () => {
      const name = this.name('u');
      const resource = choices.pick([`disposable('${name}')`, 'null', `disposable('${name}', true)`]);
      return place.isAsync && choices.chance(60)
        ? `await using ${name} = asyncDisposable('${name}', ${choices.below(3)}, F())`
        : `using ${name} = ${resource}`;
    };
    const inner: Place = { ...place, own: new Set(), depth: place.depth + 1 };
    const one = () => this.#placed(inner, this.end(made()), true);
    const more = choices.chance(40) ? this.list(inner, 2) + one() : '';
    return `try { ${one()}${more}${this.list(inner, 3)} } catch (e) { ${this.#placed(inner, this.end(`t('used', e)`), true)} }`;
  }

  #labelled(place: Place): string {
    const name = this.name('l');
    const inner = { ...place, labels: [...place.labels, { name, isLoop: false }] };
    return this.choices.pick([
      () => `${name}: { ${this.block(inner)} }`,
      () => `${name}: ${this.#if(inner, true)}`,
      () => `${name}: ${this.#try(inner)}`,
      () => `${name}: ${this.#switch(inner)}`,
      () => `${name}: ${this.name('l')}: { ${this.block(inner)} }`,
    ])();
  }
}
