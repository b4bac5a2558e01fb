/**
 * A value as it was, in JSON. What JSON has by itself stands for itself: null, booleans, strings, finite numbers. Everything else
 * is an object with a tag `t`, plain objects and arrays too, so that no value of the program's can be mistaken for a tag:
 *
 *   { t: 'string', v, length }                     a string that was cut; `length` is the whole one's
 *   { t: 'number', v: 'NaN' | 'Infinity' | '-Infinity' | '-0' }
 *   { t: 'bigint' | 'symbol' | 'date' | 'regexp', v }       `v` as text; a date is ISO, 'invalid' where it is none
 *   { t: 'undefined' | 'hole' | 'external' }
 *   { t: 'function', class: 'Function' | 'class', name }
 *   { t: 'object' | 'error', class, v: { key: … } }         own enumerable fields; an error has message and stack among `v`
 *   { t: 'array', class, length, v: [ … ] }
 *   { t: 'map' | 'set', class, length, v: [[key, value], …] | [ … ] }
 *   { t: 'bytes', class, length }                  buffers and typed arrays: how many bytes, never which
 *   { t: 'boxed', class, v }                       new String('x') and its kin
 *   { t: 'promise', class, state: 'pending' | 'settled' }   no `state`: of a class of the program, whose code would have to run
 *   { t: 'proxy' }                                 never looked into
 *   { t: 'getter' }                                an accessor, not run
 *   { t: 'unreadable' }                            reading threw: an export that is not initialised yet
 *   { t: 'redacted', why }                         by its key, or a number by its shape
 *   { t: 'ref', id }                               the same object as the node with this `id`
 *
 * `id` is there only where a `ref` points to it. `cut` says why `v` is absent or shorter than it is: 'depth', 'size' (of one
 * collection), 'budget' (nodes of the whole capture) or 'time'.
 */
export type Captured = null | boolean | number | string | CapturedNode;

export interface CapturedNode {
  t: string;
  class?: string;
  name?: string;
  length?: number;
  state?: 'pending' | 'settled';
  why?: string;
  id?: number;
  cut?: Cut;
  v?: unknown;
}

export type Cut = 'depth' | 'size' | 'budget' | 'time';
