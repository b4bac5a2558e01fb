/**
 * A thread that is stopped waits here: it looks at its mail, and sleeps until there is more. `sleep` takes the number that it
 * gave before. Mail that ends the stop is never followed by a sleep.
 */
export function waitInPlace(isOver: () => boolean, look: () => void, sleep: (seen: number) => number): void {
  let seen = 0;
  for (look(); !isOver(); look()) seen = sleep(seen);
}
