import type { TargetLine } from '../../wire/protocol/index.ts';

/** Groups of findings of one target that are kept. */
const mostFindings = 1_000;

interface Words {
  /** By what they are: the last of each. */
  readonly lines: Map<string, Buffer>;
  findings: number;
}

/** What a hub must hear first of each target: who it is, each finding as it stands, the last state; its end, where it has ended. */
export class Standing {
  readonly #targets = new Map<string, Words>();

  /** False when it cannot be kept. */
  note(target: string, say: TargetLine['say'], line: string): boolean {
    let words = this.#targets.get(target);
    if (words === undefined) {
      // What ended and was heard is over: a straggler does not begin it again.
      if (say !== 'target') return false;
      words = { lines: new Map(), findings: 0 };
      this.#targets.set(target, words);
    }
    const key = say === 'finding' ? findingKeyOf(line) : say;
    if (say === 'finding' && !words.lines.has(key) && ++words.findings > mostFindings) return false;
    // A copy: a part of a long text would keep all of it.
    words.lines.set(key, Buffer.from(line));
    return true;
  }

  has(target: string): boolean {
    return this.#targets.has(target);
  }

  /** The whole, without ends; `but`: of all other targets. */
  *beginnings(but: readonly string[] = []): Generator<Buffer> {
    for (const target of this.#targets.keys()) if (!but.includes(target)) yield* this.beginningOf(target);
  }

  *beginningOf(target: string): Generator<Buffer> {
    for (const [key, line] of this.#targets.get(target)?.lines ?? []) if (key !== 'end') yield line;
  }

  *ends(but: readonly string[] = []): Generator<{ readonly target: string; readonly line: Buffer }> {
    for (const [target, { lines }] of this.#targets) {
      const line = lines.get('end');
      if (line !== undefined && !but.includes(target)) yield { target, line };
    }
  }

  forget(target: string): void {
    this.#targets.delete(target);
  }
}

function findingKeyOf(line: string): string {
  return `finding ${(JSON.parse(line) as { key: string }).key}`;
}
