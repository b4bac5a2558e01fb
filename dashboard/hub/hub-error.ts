import type { WireError } from '../../src/wire/protocol/index.ts';

/** The hub, or the door before it, said no. The message is for people. */
export class HubError extends Error {
  readonly code: string;

  constructor({ code, message }: WireError) {
    super(message);
    this.name = 'HubError';
    this.code = code;
  }
}
