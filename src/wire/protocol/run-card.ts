/** What a run's private folder is called, and what lies in it for other terminals of the same user. */
export const runFolderPrefix = 'eddy-';
export const runCardFile = 'run.json';
export const controlSocketFile = 'control';

/** Who runs there: written before the program starts, never changed. */
export interface RunCard {
  readonly version: number;
  /** Of `eddy run`. */
  readonly pid: number;
  readonly name?: string;
  /** The program and its own words. */
  readonly words: readonly string[];
  readonly cwd: string;
  /** Epoch ms. */
  readonly started: number;
  /** Its targets tell every event, and not only what probes and findings tell. */
  readonly records?: true;
  /** A hub for many runs, which stays when they end. */
  readonly stays?: true;
}

/** As it lies in the folder. */
export interface RunCardText {
  readonly card: RunCard;
  /** What a controller says first. Who can read it may control the run. */
  readonly token: string;
}

/** Undefined when the text is no card of a version that we can read. */
export function tryReadRunCard(text: string): RunCardText | undefined {
  try {
    const { card, token } = JSON.parse(text) as { card?: Partial<RunCard>; token?: unknown };
    const isSound =
      typeof card?.version === 'number' &&
      typeof card.pid === 'number' &&
      typeof card.started === 'number' &&
      Array.isArray(card.words) &&
      typeof token === 'string';
    return isSound ? { card: card as RunCard, token } : undefined;
  } catch {
    return undefined;
  }
}
