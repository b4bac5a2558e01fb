/** Where a keeper puts the lines of its threads. */
export interface Outlet {
  /** False until it is known where lines go: till then they stay with who said them, who can still bring them elsewhere at its end. */
  readonly isReady: boolean;
  /** Whole lines, that this target said. */
  write(target: string, lines: string): void;
  /**
   * Calls back once: true when all that this target said is where it belongs, false when it cannot be brought there now.
   * Whoever ends waits for it, so it is said as soon as it is known.
   */
  flush(target: string, done: (left: boolean) => void): void;
}
