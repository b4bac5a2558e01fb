import { fail } from '../../base/index.ts';
import type { Message } from './types/index.ts';

export interface DapRequest {
  readonly seq: number;
  readonly type: 'request';
  readonly command: string;
  readonly arguments?: unknown;
}

export interface DapResponse {
  readonly seq: number;
  readonly type: 'response';
  readonly request_seq: number;
  readonly success: boolean;
  readonly command: string;
  /** Of a failure: its short form, `cancelled` and `notStopped` among them. */
  readonly message?: string;
  /** Of a failure: `{ error }`, where the other side says more. */
  readonly body?: unknown;
}

export interface DapEvent {
  readonly seq: number;
  readonly type: 'event';
  readonly event: string;
  readonly body?: unknown;
}

export type DapMessage = DapRequest | DapResponse | DapEvent;

export function parseMessage(text: string): DapMessage {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw fail('bad-message', `A message of ${text.length} characters is not JSON: ${text.slice(0, 80)}`, { cause });
  }
  if (!isMessage(value)) throw fail('bad-message', `A message is none of the protocol's: ${text.slice(0, 80)}`);
  return value;
}

function isMessage(value: unknown): value is DapMessage {
  if (typeof value !== 'object' || value === null) return false;
  const { type, seq, command, event, request_seq, success } = value as Record<string, unknown>;
  if (type === 'event') return typeof event === 'string';
  if (type === 'request') return typeof command === 'string' && typeof seq === 'number';
  return type === 'response' && typeof request_seq === 'number' && typeof success === 'boolean';
}

/** What a failed response says at length; absent where it has only a short form. */
export function errorOf(response: DapResponse): Message | undefined {
  const error = (response.body as { error?: Message } | undefined | null)?.error;
  return typeof error?.format === 'string' ? error : undefined;
}
