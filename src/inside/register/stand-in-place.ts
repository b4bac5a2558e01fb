import type { Line } from './line.ts';
import type { Orders } from './orders.ts';
import { waitInPlace } from './wait-in-place.ts';

/** A stopped thread looks at the time so often; mail wakes it at once. */
const napMs = 50;

/** How a thread that is stopped stands, and hears orders meanwhile. */
export function standInPlace({ channel }: Line, orders: Orders): (isOver: () => boolean) => void {
  return isOver => {
    channel.setStands(true);
    try {
      waitInPlace(
        isOver,
        () => orders.look(),
        seen => channel.waitForMail(seen, napMs),
      );
    } finally {
      channel.setStands(false);
    }
  };
}
