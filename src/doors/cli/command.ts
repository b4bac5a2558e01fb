import type { OptionSpec } from '../../wire/protocol/index.ts';
import type { CliPorts, Exit } from './ports.ts';

/** One command: the parser, the help and the docs are made from this record. */
export interface Command {
  readonly name: string;
  /** What follows `eddy NAME`. */
  readonly usage: string;
  /** One sentence. */
  readonly about: string;
  /** Paragraphs that the help shows after the options. */
  readonly details: readonly string[];
  readonly options: readonly OptionSpec[];
  readonly examples: readonly string[];
  run(words: readonly string[], ports: CliPorts): Promise<Exit>;
}
