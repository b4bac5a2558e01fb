import type { BoundPlace, StackLine } from '../../../wire/protocol/index.ts';
import type { Activation } from '../activations/index.ts';
import type { Flow } from '../core/index.ts';
import type { Local } from './gated-file.ts';

export type ReadLocal = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly why: string };

/** Somebody who may be meant is at a place: where it is, and the way to the names that are known there. */
export interface Visit {
  /** Null where nothing can wait. */
  readonly activation: Activation | null;
  readonly flow: Flow;
  readonly self: unknown;
  readonly place: BoundPlace;
  readonly locals: readonly Local[];
  /** What is there has no names for us: V8 knows them while the thread stands. */
  readonly isBare?: boolean;
  /** Where the flow was when it came; absent: it is asked for. */
  readonly stack?: readonly StackLine[];
  /** By index in `locals`. */
  read(at: number): ReadLocal;
  /** Shared names are written where they are; those by value when the function goes on. */
  write(at: number, value: unknown): void;
  isByValue(at: number): boolean;
}

export interface Readable {
  readonly names: string[];
  readonly values: unknown[];
}

/** Names whose value could be read now, with it. One that is not initialised yet is left out. */
export function readableOf(visit: Visit): Readable {
  const names: string[] = [];
  const values: unknown[] = [];
  visit.locals.forEach((local, at) => {
    const read = visit.read(at);
    if (!read.ok) return;
    names.push(local.name);
    values.push(read.value);
  });
  return { names, values };
}

/** A name read through code of the program's own place. */
export function tryRead(read: () => unknown): ReadLocal {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    return { ok: false, why: error instanceof ReferenceError ? 'It is not initialised yet.' : String(error) };
  }
}
