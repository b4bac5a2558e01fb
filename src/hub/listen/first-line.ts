import { fail } from '../../base/index.ts';
import type { LineCutter } from '../../wire/protocol/index.ts';

/** A hello is far shorter. Who has not said it has no claim to more of our memory. */
const maxFirstBytes = 16 * 1024;

export function mustBeShort({ restBytes }: LineCutter): void {
  if (restBytes > maxFirstBytes) throw fail('bad-message', `A first line is longer than ${maxFirstBytes} bytes.`);
}
