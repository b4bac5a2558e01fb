/**
 * The shared memory between a program's thread and the keeper: a ring of bytes that one side writes and the other reads,
 * and a few words beside it. Writing costs no system call, never waits, and works while the other side is dead.
 */
const headerWords = 16;

/** Words of the header, by index. */
const at = {
  written: 0,
  read: 1,
  /** Counts up each time the thread's loop turned. */
  beat: 2,
  /** Set by the thread when it has said its last line. */
  ending: 3,
  /** Set by the keeper at the end: 1 when what was said is where it belongs, 2 when it cannot be brought there. */
  flushed: 4,
  /** Changes to wake the keeper. */
  bell: 5,
  /** Changes when there is mail for the thread: it may be stopped, and wait for that alone. */
  mail: 6,
  /** Which errors of the main thread a probe asks for. */
  throws: 7,
  /** Set by the keeper while nobody is there who could ask for anything. */
  lost: 8,
  /** Lines of the thread that the keeper let go since the thread last looked. */
  letGo: 9,
  /** Of these events, since the thread began. */
  eventsLetGo: 10,
  /** Set by the keeper when it has heard of the thread. */
  known: 11,
  /** Set by the thread while it is stopped, and waits for its mail alone. */
  stands: 12,
} as const;

export class Channel {
  readonly shared: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #size: number;
  readonly #encoder = new TextEncoder();
  /** The bell as it was when we last looked: one that rang since is not slept over. */
  #rung = 0;

  constructor(sizeOrShared: number | SharedArrayBuffer) {
    this.shared =
      typeof sizeOrShared === 'number' ? new SharedArrayBuffer(headerWords * 4 + sizeOrShared) : sizeOrShared;
    this.#words = new Int32Array(this.shared, 0, headerWords);
    this.#bytes = new Uint8Array(this.shared, headerWords * 4);
    this.#size = this.#bytes.length;
  }

  /** False, and nothing written, when there is no room for all of it. */
  tryWrite(text: string): boolean {
    return this.#tryWriteBytes(this.#encoder.encode(text));
  }

  /** At the very end only: waits for room, until the deadline (`performance.now()`). */
  writeUntil(text: string, deadlineMs: number): boolean {
    const bytes = this.#encoder.encode(text);
    for (let from = 0; from < bytes.length; ) {
      const piece = bytes.subarray(from, from + Math.max(1, Math.min(bytes.length - from, this.#room())));
      if (this.#room() > 0 && this.#tryWriteBytes(piece)) {
        from += piece.length;
        continue;
      }
      this.ring();
      const leftMs = deadlineMs - performance.now();
      if (leftMs <= 0) return false;
      Atomics.wait(this.#words, at.read, Atomics.load(this.#words, at.read), Math.min(leftMs, 5));
    }
    return true;
  }

  /** What was written since, as bytes of whole or split lines. */
  read(): Uint8Array {
    const { bytes, end } = this.look();
    this.take(end);
    return bytes;
  }

  /** The same, but it stays there until it is taken: who looks may be ended before he has brought it where it belongs. */
  look(): { readonly bytes: Uint8Array; readonly end: number } {
    const written = Atomics.load(this.#words, at.written);
    const read = Atomics.load(this.#words, at.read);
    const length = (written - read + this.#size) % this.#size;
    const bytes = new Uint8Array(length);
    const first = Math.min(length, this.#size - read);
    bytes.set(this.#bytes.subarray(read, read + first));
    bytes.set(this.#bytes.subarray(0, length - first), first);
    return { bytes, end: written };
  }

  take(end: number): void {
    Atomics.store(this.#words, at.read, end);
    Atomics.notify(this.#words, at.read);
  }

  /** Where the process may be ended without a word to us: until all that was written is taken, or the time is up. */
  waitTaken(timeoutMs: number): void {
    const deadline = performance.now() + timeoutMs;
    const written = Atomics.load(this.#words, at.written);
    for (let leftMs = timeoutMs; leftMs > 0; leftMs = deadline - performance.now()) {
      const read = Atomics.load(this.#words, at.read);
      if (read === written) return;
      Atomics.wait(this.#words, at.read, read, leftMs);
    }
  }

  beat(): void {
    Atomics.add(this.#words, at.beat, 1);
  }

  get beats(): number {
    return Atomics.load(this.#words, at.beat);
  }

  ring(): void {
    Atomics.add(this.#words, at.bell, 1);
    Atomics.notify(this.#words, at.bell);
  }

  /** Settles at the next bell, or after the time. */
  async bell(timeoutMs: number): Promise<void> {
    const wait = Atomics.waitAsync(this.#words, at.bell, this.#rung, timeoutMs);
    if (wait.async) await wait.value;
    this.#rung = Atomics.load(this.#words, at.bell);
  }

  /** For the thread: until there is new mail, or the time is up. Takes a number that it gives. */
  waitForMail(seen: number, timeoutMs: number): number {
    Atomics.wait(this.#words, at.mail, seen, timeoutMs);
    return Atomics.load(this.#words, at.mail);
  }

  /** The same for one that goes on meanwhile; nothing of it keeps the process alive. */
  async mail(seen: number): Promise<number> {
    const wait = Atomics.waitAsync(this.#words, at.mail, seen);
    if (wait.async) await wait.value;
    return Atomics.load(this.#words, at.mail);
  }

  get stands(): boolean {
    return Atomics.load(this.#words, at.stands) === 1;
  }

  setStands(stands: boolean): void {
    Atomics.store(this.#words, at.stands, stands ? 1 : 0);
  }

  get throwsWanted(): number {
    return Atomics.load(this.#words, at.throws);
  }

  wantThrows(state: number): void {
    Atomics.store(this.#words, at.throws, state);
    this.ring();
  }

  /** For the thread: a moment in which others work. */
  nap(timeoutMs: number): void {
    Atomics.wait(this.#words, at.mail, Atomics.load(this.#words, at.mail), timeoutMs);
  }

  tellOfMail(): void {
    Atomics.add(this.#words, at.mail, 1);
    Atomics.notify(this.#words, at.mail);
  }

  get lost(): boolean {
    return Atomics.load(this.#words, at.lost) === 1;
  }

  setLost(lost: boolean): void {
    Atomics.store(this.#words, at.lost, lost ? 1 : 0);
  }

  /** What a thread says of itself before the keeper listens is heard by nobody. */
  get isKnown(): boolean {
    return Atomics.load(this.#words, at.known) === 1;
  }

  sayKnown(): void {
    Atomics.store(this.#words, at.known, 1);
  }

  addLetGo(isEvent: boolean): void {
    Atomics.add(this.#words, at.letGo, 1);
    if (isEvent) Atomics.add(this.#words, at.eventsLetGo, 1);
  }

  get eventsLetGo(): number {
    return Atomics.load(this.#words, at.eventsLetGo);
  }

  /** How many since this was asked before. */
  takeLetGo(): number {
    return Atomics.exchange(this.#words, at.letGo, 0);
  }

  get ending(): boolean {
    return Atomics.load(this.#words, at.ending) === 1;
  }

  sayEnding(): void {
    Atomics.store(this.#words, at.ending, 1);
    this.ring();
  }

  sayFlushed(left: boolean): void {
    Atomics.store(this.#words, at.flushed, left ? 1 : 2);
    Atomics.notify(this.#words, at.flushed);
  }

  /** The one wait that a program may be made to do: at its end. False when what it said is not where it belongs. */
  waitFlushed(timeoutMs: number): boolean {
    if (timeoutMs > 0) Atomics.wait(this.#words, at.flushed, 0, timeoutMs);
    return Atomics.load(this.#words, at.flushed) === 1;
  }

  /** The same for who goes on meanwhile: settles when it is told, or after the time. */
  async flushed(timeoutMs: number): Promise<void> {
    const wait = Atomics.waitAsync(this.#words, at.flushed, 0, timeoutMs);
    if (wait.async) await wait.value;
  }

  #room(): number {
    const used = (Atomics.load(this.#words, at.written) - Atomics.load(this.#words, at.read) + this.#size) % this.#size;
    return this.#size - used - 1;
  }

  #tryWriteBytes(bytes: Uint8Array): boolean {
    if (bytes.length > this.#room()) return false;
    const written = Atomics.load(this.#words, at.written);
    const first = Math.min(bytes.length, this.#size - written);
    this.#bytes.set(bytes.subarray(0, first), written);
    this.#bytes.set(bytes.subarray(first), 0);
    Atomics.store(this.#words, at.written, (written + bytes.length) % this.#size);
    return true;
  }
}
