import type { RunCard } from '../../src/wire/protocol/index.ts';

/**
 * `cut`: the door does not answer; `away`: the hub behind it; `over`: it has ended and will not be back; `shut-out`: our cookie is
 * not known any more; `past`: this is of a run that is over.
 */
export type LineState = 'opening' | 'there' | 'away' | 'cut' | 'over' | 'shut-out' | 'past';

/** The hub itself, as far as views need to know. */
export type SeenHub = Pick<RunCard, 'name' | 'pid'> & { readonly stays: boolean };
