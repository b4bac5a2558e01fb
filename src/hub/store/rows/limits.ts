/** Of a query that names no limit. */
export const pageLimit = 1000;

/** What a store lets go by itself. */
export interface Retention {
  /** Older than that goes. Absent: nothing is too old. */
  readonly maxAgeMs?: number;
  /** More than that goes, the oldest first. */
  readonly maxBytes: number;
}

export function limitOf(limit: number | undefined): number {
  return limit === undefined || Number.isNaN(limit) ? pageLimit : Math.max(0, Math.floor(limit));
}
