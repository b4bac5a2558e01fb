/** A stream that is open in a target, as it was when somebody asked. */
export interface OpenStream {
  /**
   * `reader`: a web stream that a flow has locked by `getReader()`. `body`: of a response of fetch or undici. The others are
   * Node's streams that keep the event loop alive, or of a Python target its loop's transports.
   */
  readonly kind: 'reader' | 'body' | 'socket' | 'pipe' | 'terminal';
  /**
   * `reading`: somebody waits for what comes next. `flowing`: what comes is handed on at once. `paused`: whoever read it has stopped for
   * now. `unread`: nobody has begun to read. `idle`: no read waits; of a reader: it keeps its stream locked. `full`: who writes has to wait until it drains.
   * `writable`: it is written to and not read.
   */
  readonly state: 'reading' | 'flowing' | 'paused' | 'unread' | 'idle' | 'full' | 'writable';
  /** Whose; absent: of no flow that is known. */
  readonly flow?: string;
  readonly flowName?: string;
  /** Epoch ms; absent: nobody wrote it down. */
  readonly opened?: number;
  /** The other end, `ADDRESS:PORT`, or which of stdin, stdout and stderr it is; absent: not known. */
  readonly peer?: string;
  /** Bytes that came and went; absent: not counted. */
  readonly bytesRead?: number;
  readonly bytesWritten?: number;
  /** Bytes that wait in the process to be read and to be sent; absent: not counted. */
  readonly toRead?: number;
  readonly toWrite?: number;
  /** Where it was opened. */
  readonly site?: { readonly file: string; readonly line: number; readonly function: string };
}

export interface OpenStreams {
  /** Epoch ms of the look. */
  readonly at: number;
  readonly streams: readonly OpenStream[];
  /** There are more than are listed. */
  readonly cut: boolean;
}
