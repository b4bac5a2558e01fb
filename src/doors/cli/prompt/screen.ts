/** A terminal as the prompt uses it. */
export interface Screen {
  /** Takes the terminal. False: it is not ours to read now, as we run in the background. */
  open(listener: ScreenListener): boolean;
  /** Shows the prompt, with what was typed meanwhile. */
  ask(prompt: string): void;
  /** Whole lines, in place of the prompt; it has to be asked for again. */
  print(text: string): void;
  /** Gives the terminal back. */
  close(): void;
}

export interface ScreenListener {
  onLine(line: string): void;
  /** Ctrl-D. */
  onLeave(): void;
  complete(line: string): [string[], string];
}
