import { fail, isEddyError } from '../../../base/index.ts';
import { dataOf } from './message-shape.ts';

export interface SdkRetries {
  /** Attempts after the first; 0 means none. */
  readonly max?: number;
  readonly delayMs?: number;
  readonly factor?: number;
  readonly maxDelayMs?: number;
  /** Share of the delay that is random, 0 to 1, so that clients that failed together do not come back together. */
  readonly jitter?: number;
  /** Which errors another attempt may cure. */
  readonly isRetryable?: (error: unknown) => boolean;
}

/** When to try again, and after how long. */
export class RetryPolicy {
  readonly max: number;
  readonly isRetryable: (error: unknown) => boolean;
  readonly #delayMs: number;
  readonly #factor: number;
  readonly #maxDelayMs: number;
  readonly #jitter: number;

  constructor(given: SdkRetries | undefined) {
    this.max = given === undefined ? 0 : number('retries.max', given.max ?? 5, 0);
    this.#delayMs = number('retries.delayMs', given?.delayMs ?? 1_000, 0);
    this.#factor = number('retries.factor', given?.factor ?? 2, 1);
    this.#maxDelayMs = number('retries.maxDelayMs', given?.maxDelayMs ?? 60_000, 0);
    this.#jitter = number('retries.jitter', given?.jitter ?? 0.1, 0);
    this.isRetryable = given?.isRetryable ?? isRetryable;
  }

  /** Before attempt `next` (2 is the first retry). What the server asked for counts where it is longer, up to the maximum. */
  delayMs(next: number, error: unknown): number {
    const plain = Math.min(this.#maxDelayMs, this.#delayMs * this.#factor ** (next - 2));
    const spread = plain * this.#jitter * (Math.random() * 2 - 1);
    return Math.min(this.#maxDelayMs, Math.max(0, plain + spread, retryAfterMs(error) ?? 0));
  }
}

function number(name: string, value: number, least: number): number {
  if (typeof value === 'number' && value >= least) return value;
  throw fail('bad-option', `${name} is ${String(value)}.`, { hint: `Give a number of at least ${least}.` });
}

const networkCodes = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);
// What the services put into an error event of a stream, where no status is left to tell.
const passingTypes = new Set(['overloaded_error', 'rate_limit_error', 'timeout_error', 'api_error', 'server_error']);
const maxCauses = 6;

/** Network resets, a first message that did not come, a stream cut short, HTTP 408, 409, 429 and 5xx. No other 4xx. */
export function isRetryable(error: unknown): boolean {
  let at: unknown = error;
  for (let depth = 0; depth < maxCauses && typeof at === 'object' && at !== null; depth++) {
    const status = dataOf(at, 'status') ?? dataOf(at, 'statusCode');
    if (typeof status === 'number' && status >= 400) {
      return status === 408 || status === 409 || status === 429 || status >= 500;
    }
    if (isEddyError(at, 'sdk-timeout')) return at.data.which !== 'total';
    if (isEddyError(at, 'sdk-failed') && at.data.why === 'no-end') return true;
    const code = dataOf(at, 'code');
    if (typeof code === 'string' && networkCodes.has(code)) return true;
    const type = dataOf(at, 'type');
    if (typeof type === 'string' && passingTypes.has(type)) return true;
    at = dataOf(at, 'cause');
  }
  return false;
}

function retryAfterMs(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const headers = dataOf(error, 'headers');
  const text = headers instanceof Headers ? headers.get('retry-after') : undefined;
  const seconds = text === null || text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : undefined;
}
