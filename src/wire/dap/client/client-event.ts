import type { DapEvents } from '../index.ts';

/** Events of adapters, and ours. An adapter's own ones come under their names, too, with a body that is not typed. */
export interface ClientEvents extends DapEvents {
  readonly sessionStarted: { readonly parent?: string | undefined };
  readonly sessionEnded: { readonly message: string };
  /** Something went wrong beside any request: a child session that could not be followed, a message that cannot be read. */
  readonly trouble: { readonly error: unknown };
}

export type ClientEventName = keyof ClientEvents;

export interface ClientEvent<E extends ClientEventName = ClientEventName> {
  /** 1, 2, 3 … over all sessions of a client. */
  readonly number: number;
  /** Epoch ms. */
  readonly at: number;
  readonly session: string;
  readonly sessionName: string;
  readonly event: E;
  readonly body: ClientEvents[E];
}
