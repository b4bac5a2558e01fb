import type { Place } from './expressions.ts';
import { Loops } from './loops.ts';

/** What is easily read wrong: names that are hoisted, and lines that end, or do not, by the rules of semicolons. */
export abstract class Hazards extends Loops {
  /** Statements end with their line. */
  protected noSemicolons = false;

  protected end(text: string): string {
    return this.noSemicolons ? text : `${text};`;
  }

  /** Names that are there before their place, and behind their block. */
  protected hoisted(place: Place): string {
    const name = this.name('h');
    const value = this.expression(place, 1);
    const later = `later(1, () => { t('later', typeof ${name}) })`;
    return this.end(
      this.choices.pick([
        () => `t('before', ${name}); { var ${name} = ${value} } t('behind', ${name}++)`,
        () => `t('before', typeof ${name}); { function ${name}() { return 1 } } t('behind', typeof ${name})`,
        () => `t('before', typeof ${name}); if (F()) { t('in', ${name}()); function ${name}() { return 1 } }`,
        () => `${later}; for (var ${name} of [1, ${value}]) { var y1 = ${name} } t('behind', ${name}, y1)`,
        () => `try { throw 1 } catch (${name}) { var ${name} = ${value} } t('behind', ${name})`,
        () => `if (F()) { t('in', ${name}()); function ${name}() { return typeof ${name} } }`,
        () => `F(); { let y1 = 1; { let y1 = ${value}; t('in', y1) } t('out', y1) }`,
      ])(),
    );
  }

  /** Lines that end before their statement does, and ones that seem to. */
  protected brokenLine(place: Place): string {
    const value = this.expression(place, 1);
    const name = this.name('w');
    return this.end(
      this.choices.pick([
        () => `t\n('${name}',\n${value}\n)`,
        () => `tag\n\`${name}\${${value}}\n\``,
        () => `t('${name}', [1, 2]\n[${value} ? 0 : 1]\n)`,
        () => `let ${name}\n= 1\n, ${name}b = ${value}\nt('${name}', ${name}\n+ ${name}b)`,
        () => `let ${name} = 1\n;[${name}] = [${value}]\n;(t('${name}', ${name}))\n;\`\``,
        () => `let ${name} = 1, ${name}b = 2\n${name}\n++\n${name}b\nt('${name}', ${name}, ${name}b)`,
        () => `if (F())\n{}\nelse\nt('${name}')\ndo ;while\n(0) t('${name}', ${value})`,
        () => `t('${name}', (() => {\nreturn\n${this.expression(this.free(place), 1)}\n})())`,
        () => `t('${name}', /[/\\]]/g\n.test(${value}), 4 /2/ 1)`,
        () => (place.isAsync ? `await\nP(${value})\n` : `t('${name}', -\n-(${value}))`),
      ])(),
    );
  }
}
