/** One flow, for who wants one. Times in epoch ms. */
export interface FlowRow {
  readonly id: string;
  readonly target: string;
  readonly name: string;
  readonly kind: string;
  readonly parent: string | undefined;
  readonly start: number;
  /** NaN while it is alive. */
  readonly end: number;
  /** `gone`: its target ended; `unseen`: it was no longer there when we looked, and had ended some time before `end`. */
  readonly outcome: string | undefined;
}

/** What a report says of one that may be over. */
export interface FlowPast {
  readonly parent?: string;
  readonly endedAt?: number;
  readonly outcome?: string;
}
