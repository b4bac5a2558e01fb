/** What a file, the environment or a flag can say: JSON's values. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [name: string]: Plain };

/** Why a value cannot be used. */
export interface Wrong {
  /** What was found and what is wanted, without the key's name. */
  readonly message: string;
  /** What was meant, as far as one can tell. */
  readonly near?: readonly string[];
  /** Which element, where the value is a list. */
  readonly element?: number;
}

export type Read<T> = { readonly value: T } | { readonly wrong: readonly Wrong[] };

/** One kind of value: how it is read, shown, and told to editors. */
export interface KeyType<T> {
  /** In the docs: `time`, `list of globs`. */
  readonly name: string;
  /** What a bare number counts; absent where there is none. */
  readonly unit?: string;
  /** As JSON Schema has it. */
  readonly json: { readonly [name: string]: Plain };
  read(value: Plain): Read<T>;
  /** The value of an environment variable. */
  readText(text: string): Read<T>;
  /** In words that `read` takes. */
  show(value: T): Plain;
}

/** One key of the file. */
export interface Key<T> {
  readonly type: KeyType<T>;
  readonly default: T;
  /** What it does, in one or two sentences. */
  readonly about: string;
  /** The option of `eddy run` that overrides it. */
  readonly flag?: string;
}

export interface Section {
  readonly [name: string]: Key<unknown> | Section;
}

/** What a section's keys come to. */
export type Values<S> = {
  readonly [N in keyof S]: S[N] extends Key<infer T> ? T : S[N] extends Section ? Values<S[N]> : never;
};

export function isKey(one: Key<unknown> | Section): one is Key<unknown> {
  return typeof (one as Partial<Key<unknown>>).type?.read === 'function';
}

export function key<T>(type: KeyType<T>, preset: NoInfer<T>, about: string, flag?: string): Key<T> {
  return { type, default: preset, about, ...(flag === undefined ? {} : { flag }) };
}

export function wrong<T>(message: string, near: readonly string[] = []): Read<T> {
  return { wrong: [{ message, ...(near.length === 0 ? {} : { near }) }] };
}

/** A value as an error shows it: short, on one line, and nothing that looks like a secret of some length. */
export function found(value: Plain): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'keys of its own';
  if (typeof value !== 'string') return String(value);
  const text = JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  return text;
}
