/** All of a terminal, for a command that fills it. */
export interface FullScreen {
  readonly size: { readonly columns: number; readonly rows: number };
  /** What was there is put aside until it is closed. */
  open(listener: FullScreenListener): void;
  /** Each line no wider than the screen, and no more than it has. */
  draw(lines: readonly string[]): void;
  /** What is on it is not to be relied on: the next picture is drawn whole. */
  redraw(): void;
  /** Gives it back and stops the job; it is taken again when that goes on. */
  suspend(): void;
  /** Gives it back. */
  close(): void;
}

export interface FullScreenListener {
  /** As the terminal said it. */
  onKeys(typed: string): void;
  /** It has another size, or is ours again. */
  onChange(): void;
  /** Nobody sits there any more. */
  onGone(): void;
}
