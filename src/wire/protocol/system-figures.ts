/**
 * Of a target's `system`, what changes by the second. Followers get it as an event `system` whenever a target says its state. Two of them give shares: what was used in between.
 */
export interface SystemFigures {
  /** Of the whole process, the same from each of its threads but for the heap. */
  readonly process?: {
    readonly rssBytes?: number;
    /** The most it ever was; absent where the system does not tell. */
    readonly rssPeakBytes?: number;
    /** Of this thread; absent where there is no such heap. */
    readonly heapUsedBytes?: number;
    readonly heapTotalBytes?: number;
    readonly externalBytes?: number;
    /** Since it began. */
    readonly cpuUserMs?: number;
    readonly cpuSystemMs?: number;
    readonly uptimeMs?: number;
    /** What keeps the event loop alive. */
    readonly handleCount?: number;
    readonly threads?: number;
  };
  /** Of this thread's event loop; absent where the target has none that is looked at. */
  readonly loop?: {
    /** Since the loop began: how long it did something, and how long it waited for something to do. Absent where the loop cannot be looked into. */
    readonly activeMs: number;
    readonly idleMs: number;
    /** Of this thread, since it began; absent where Node does not tell. */
    readonly cpuMs?: number;
    /** How late it turned since the state before. */
    readonly delay: { readonly meanMs: number; readonly maxMs: number };
    /** The latest it ever was. */
    readonly worstDelayMs: number;
  };
  /** That the program made and Eddy saw: of asyncio, `trackedTask`. Absent where there was none yet. */
  readonly tasks?: { readonly live: number; readonly total: number };
}
