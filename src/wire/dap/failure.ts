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
  const { message: short, command } = response;
  const data: Refusal = {
    command,
    ...(short === undefined || short === text ? {} : { short }),
    ...(error === undefined ? {} : { id: error.id, format: error.format }),
    ...(error?.variables === undefined ? {} : { variables: error.variables }),
    ...(error?.showUser === undefined ? {} : { showUser: error.showUser }),
    ...(error?.url === undefined ? {} : { url: error.url }),
  };
  return fail(codeOf(short, error), `${peer} refused "${command}": ${text}`, { data: { ...data } });
}

/**
 * The part of an error response that says why, made of what a handler threw. The short form is the whole text where the
 * protocol has no word of its own for it: there are editors that show nothing else.
 */
export function answerOf(thrown: unknown): { readonly message: string; readonly body: { readonly error: Message } } {
  const said = thrown instanceof Error ? thrown.message : String(thrown);
  const ours = isEddyError(thrown) ? thrown : undefined;
  const { short, id, format, variables, showUser, url } = (ours?.data ?? {}) as Partial<Refusal>;
  const error: Message = {
    id: id ?? errorTable[ours?.code ?? 'refused'].dap,
    format: format ?? said,
    variables: { ...variables, eddyCode: ours?.code ?? 'refused' },
    showUser: showUser ?? true,
    url,
  };
  return { message: short ?? filled(error), body: { error } };
}

/** Another adapter's numbers may be the same as ours, so the code goes by its name. */
function codeOf(short: string | undefined, error: Message | undefined): ErrorCode {
  return [error?.variables?.eddyCode, short].find(one => one !== undefined && isErrorCode(one)) ?? 'refused';
}

function filled({ format, variables = {} }: Message): string {
  return format.replace(/\{(\w+)\}/g, (whole, name: string) => variables[name] ?? whole);
}
