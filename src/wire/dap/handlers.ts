import type { EddyRequests } from './eddy-requests.ts';
import type { DapEvents, DapRequests } from './types/index.ts';

export type AllRequests = DapRequests & EddyRequests;
export type RequestName = keyof AllRequests;
export type ArgumentsOf<C extends RequestName> = AllRequests[C]['arguments'];
export type AnswerOf<C extends RequestName> = AllRequests[C]['answer'];
export type EventName = keyof DapEvents;

/** A request of the other side, while its handler runs. */
export interface Exchange {
  readonly command: string;
  readonly seq: number;
  /** Aborted when the other side cancels the request, or is gone. */
  readonly signal: AbortSignal;
  /** Runs when the answer is written: for what must follow it, as `initialized` follows the answer to `initialize`. */
  afterAnswer(run: () => void): void;
}

/** What it gives is the body of the answer; what it throws is the error of the answer. */
export type Handler<A = unknown, R = unknown> = (given: A, exchange: Exchange) => R | Promise<R>;

type HandlerOf<C extends RequestName> = Handler<ArgumentsOf<C>, AnswerOf<C> extends undefined ? unknown : AnswerOf<C>>;

export type Handlers = { readonly [C in RequestName]?: HandlerOf<C> };
