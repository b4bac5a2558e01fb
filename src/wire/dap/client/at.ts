/** Which session and thread a call concerns. Without: where something stopped last. */
export interface At {
  /** Id of a session. */
  readonly session?: string | undefined;
  readonly threadId?: number | undefined;
}

export interface FrameAt extends At {
  /** Of a stack's frame; without, the innermost of the thread that is stopped. */
  readonly frameId?: number | undefined;
}
