import { type EddyError, type ErrorCode, errorTable, fail, isEddyError, isErrorCode } from '../../base/index.ts';
import { type DapResponse, errorOf } from './message.ts';
import type { Message } from './types/index.ts';

/** What a failed request's error has in `data`. */
export interface Refusal {
  readonly command: string;
  /** The short form; `cancelled` and `notStopped` are the protocol's own. */
  readonly short?: string;
  readonly id?: number;
  readonly format?: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** The other side means it for the user's eyes. */
  readonly showUser?: boolean;
  readonly url?: string;
}

/** The error of who asked, made of what the other side answered. */
export function refusalOf(response: DapResponse, peer: string): EddyError {
  const error = errorOf(response);
  const text = error === undefined ? (response.message ?? 'it did not say why') : filled(error);
  const code: ErrorCode =
    response.message !== undefined && isErrorCode(response.message) ? response.message : 'refused';
  const data: Refusal = {
    command: response.command,
    ...(response.message === undefined ? {} : { short: response.message }),
    ...(error === undefined ? {} : { id: error.id, format: error.format }),
    ...(error?.variables === undefined ? {} : { variables: error.variables }),
    ...(error?.showUser === undefined ? {} : { showUser: error.showUser }),
    ...(error?.url === undefined ? {} : { url: error.url }),
  };
  return fail(code, `${peer} refused "${response.command}": ${text}`, { data: { ...data } });
}

/** The part of an error response that says why, made of what a handler threw. Its short form is our code. */
export function answerOf(thrown: unknown): { readonly message: string; readonly body: { readonly error: Message } } {
  const said = thrown instanceof Error ? thrown.message : String(thrown);
  const ours = isEddyError(thrown) ? thrown : undefined;
  const { short, id, format, variables, showUser, url } = (ours?.data ?? {}) as Partial<Refusal>;
  const error: Message = {
    id: id ?? errorTable[ours?.code ?? 'refused'].dap,
    format: format ?? said,
    variables,
    showUser: showUser ?? true,
    url,
  };
  return { message: short ?? ours?.code ?? 'refused', body: { error } };
}

function filled({ format, variables = {} }: Message): string {
  return format.replace(/\{(\w+)\}/g, (whole, name: string) => variables[name] ?? whole);
}
