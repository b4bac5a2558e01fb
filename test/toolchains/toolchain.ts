import { join } from 'node:path';

/** One program, and the tool through which Node gets it. */
export interface Toolchain {
  /** As the table in the docs calls it. */
  readonly name: string;
  /** Below test/toolchains; its packages are there. */
  readonly fixture: 'loaders' | 'builds' | 'agents';
  /** Whose versions the table tells. */
  readonly packages: readonly string[];
  /** Below the fixture: where the program is started. Absent: where it was built. */
  readonly folder?: string;
  /**
   * What builds it, with `{out}` for a folder of its own that goes with the test. The first word is a program of the fixture's
   * packages.
   */
  readonly build?: readonly string[];
  /** The kind of module that Node takes its `.js` files for. */
  readonly type?: 'module' | 'commonjs';
  /** After `node`; `{home}` is the fixture's folder. */
  readonly words: readonly string[];
  /** Said to Node by NODE_OPTIONS, which is read before Eddy's own: what is loaded so is there before Eddy. */
  readonly nodeOptions?: string;
  /** The original file of the line marked `@held`, below the fixture. */
  readonly source: string;
  /** The path of the request that is held. */
  readonly path: string;
  /** Variables have other names in what runs. */
  readonly renames?: true;
  /** Why no flow can wait there: what Eddy has to say. */
  readonly refused?: RegExp;
  /** Who says which spans there are: the program itself at its end, or an agent that the test is. */
  readonly spans?: 'printed' | 'sent';
  /** Nodes that it does not run on bare, and what is said there. */
  readonly cannot?: Readonly<Record<number, RegExp>>;
  /** Differs enough from Node to Node that the ordinary tests run it on each. */
  readonly everyNode?: true;
}

export function homeOf({ fixture }: Toolchain): string {
  return join(import.meta.dirname, fixture);
}
