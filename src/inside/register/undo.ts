type Back = () => void | Promise<void>;

/** What was done in a program that we came into later, and how each piece is put back: the last one first. */
export class Undo {
  /** What could not be put back, in words. */
  readonly left: string[] = [];
  readonly #pieces: Back[] = [];

  add(back: Back): void {
    this.#pieces.push(back);
  }

  /** A piece that fails is told, and the others are put back all the same. */
  async all(): Promise<readonly string[]> {
    for (let back = this.#pieces.pop(); back !== undefined; back = this.#pieces.pop()) {
      try {
        const given = back();
        if (given !== undefined) await given;
      } catch (error) {
        this.left.push(error instanceof Error ? error.message : String(error));
      }
    }
    return this.left;
  }
}
