import type { Answer, Ask, EddyEvent, OrderName } from '../../wire/protocol/index.ts';

/** What drives targets. An order fails when its target is not there, refuses, does not answer in time, or goes. */
export interface Engine {
  order<N extends OrderName>(target: string, name: N, ask: Ask<N>, timeoutMs?: number): Promise<Answer<N>>;
}

/** Who asks for something, as the audit log names them. */
export interface Asker {
  readonly pid: number;
  readonly uid: number;
  /** What they call themselves. */
  readonly as: string;
}

/** Where events of one asker go, until it is gone. */
export interface Follower {
  readonly tell: (event: EddyEvent) => void;
  readonly gone: AbortSignal;
}
