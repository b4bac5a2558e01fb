import type { Report } from '../../wire/protocol/index.ts';
import type { SourceFile } from './source-file.ts';

/** What no page can ask for any more when the hub of one run has gone with it. */
export interface LastWords {
  /** As it was when the run ended. */
  readonly report: Report;
  /** Of the places that its findings name. */
  readonly sources: readonly LastSource[];
}

export interface LastSource extends SourceFile {
  /** As the finding has it. */
  readonly asked: string;
}

export interface LastWordsOf {
  readReport(): Promise<Report | undefined>;
  readSource(file: string): Promise<SourceFile>;
}

/** Pages have a moment to read it. */
const maxLength = 2 * 1024 * 1024;
const maxSources = 40;

/** Gathers them while there is time: `words` is what there is so far. */
export class LastWordsDesk {
  words: LastWords | undefined;
  readonly #of: LastWordsOf;

  constructor(of: LastWordsOf) {
    this.#of = of;
  }

  async gather(): Promise<void> {
    const report = await this.#of.readReport();
    if (report === undefined) return;
    let room = maxLength - JSON.stringify(report).length;
    if (room < 0) return;
    const sources: LastSource[] = [];
    this.words = { report, sources };
    for (const asked of filesOf(report)) {
      const source = await this.#of.readSource(asked).catch(() => undefined);
      if (source === undefined || source.text.length > room) continue;
      room -= source.text.length;
      sources.push({ asked, ...source });
    }
  }
}

function filesOf({ findings }: Report): readonly string[] {
  const files = new Set(findings.flatMap(({ sites }) => Object.values(sites).map(({ file }) => file)));
  return [...files].slice(0, maxSources);
}
