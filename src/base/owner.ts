type Close = () => void | Promise<void>;

/**
 * What runs or listens has an owner that is closed once: children in reverse order, awaited, their errors gathered in one.
 */
export class Owner {
  #closers: Close[] = [];
  #closing: Promise<void> | undefined;

  get closed(): boolean {
    return this.#closing !== undefined;
  }

  /** Closed with the owner; at once when the owner is closed already. Returns a way to let go without closing. */
  own(close: Close): () => void {
    if (this.#closing !== undefined) {
      void close();
      return () => {};
    }
    this.#closers.push(close);
    return () => {
      const at = this.#closers.indexOf(close);
      if (at >= 0) this.#closers.splice(at, 1);
    };
  }

  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    const errors: unknown[] = [];
    for (let close = this.#closers.pop(); close !== undefined; close = this.#closers.pop()) {
      try {
        await close();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) throw new AggregateError(errors, `${errors.length} parts failed to close.`);
  }
}
