import { types } from 'node:util';
import { hideSecrets } from '../../../base/index.ts';
import { peekPromise } from '../generators/peek-promise.ts';
import type { Captured, CapturedNode } from './captured.ts';
import { classOf, nameOf } from './class-of.ts';
import {
  bufferBytes,
  dateText,
  dateTime,
  getOwnPropertyDescriptor,
  isArray,
  mapSize,
  regexpText,
  setSize,
  sharedBytes,
  typedArrayBytes,
  typedArrayClass,
  unboxBigint,
  unboxBoolean,
  unboxNumber,
  unboxString,
  unboxSymbol,
  viewBytes,
} from './intrinsics.ts';

export interface Shell {
  readonly node: CapturedNode;
  /** Whether there are contents to add. */
  readonly has: boolean;
}

/** An object's node without its contents. What it is, is read from internal slots: a class cannot pretend. */
export function shellOf(value: object, unboxed: (primitive: unknown) => Captured): Shell {
  if (types.isProxy(value)) return { node: { t: 'proxy' }, has: false };
  if (typeof value === 'function')
    return leaf({ t: 'function', class: isClass(value) ? 'class' : 'Function', name: nameOf(value) });
  if (isArray(value)) return full({ t: 'array', class: classOf(value), length: value.length });
  if (types.isExternal(value)) return leaf({ t: 'external' });
  const plain = classOf(value);
  // Plain objects are most of all: none of the slots below is theirs if their class is Object, but a pretender's may be.
  if (types.isMap(value)) return full({ t: 'map', class: plain, length: mapSize(value) });
  if (types.isSet(value)) return full({ t: 'set', class: plain, length: setSize(value) });
  if (types.isNativeError(value) || plain === 'DOMException') return full({ t: 'error', class: plain });
  if (types.isDate(value))
    return leaf({ t: 'date', v: dateTime(value) - 0 === dateTime(value) ? dateText(value) : 'invalid' });
  if (types.isRegExp(value))
    return leaf({ t: 'regexp', v: hideSecrets(regexpText(value).slice(0, 767)).slice(0, 255) });
  if (types.isPromise(value)) {
    const state = peekPromise(value)?.state;
    return leaf({ t: 'promise', class: plain, ...(state === undefined ? {} : { state }) });
  }
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return leaf(bytes(value, plain));
  if (types.isBoxedPrimitive(value)) return leaf({ t: 'boxed', class: plain, v: unboxed(unbox(value)) });
  return full({ t: 'object', class: plain });
}

function leaf(node: CapturedNode): Shell {
  return { node, has: false };
}

function full(node: CapturedNode): Shell {
  return { node, has: true };
}

/** A class's `prototype` cannot be written. */
function isClass(fn: object): boolean {
  return getOwnPropertyDescriptor(fn, 'prototype')?.writable === false;
}

function bytes(value: object, plain: string): CapturedNode {
  if (types.isTypedArray(value))
    return { t: 'bytes', class: plain === '' ? typedArrayClass(value) : plain, length: typedArrayBytes(value) };
  if (types.isArrayBuffer(value)) return { t: 'bytes', class: plain, length: bufferBytes(value) };
  if (types.isSharedArrayBuffer(value)) return { t: 'bytes', class: plain, length: sharedBytes(value) };
  try {
    return { t: 'bytes', class: plain, length: viewBytes(value) };
  } catch {
    // Its buffer was transferred.
    return { t: 'bytes', class: plain, length: 0 };
  }
}

function unbox(value: object): unknown {
  if (types.isNumberObject(value)) return unboxNumber(value);
  if (types.isStringObject(value)) return unboxString(value);
  if (types.isBooleanObject(value)) return unboxBoolean(value);
  if (types.isBigIntObject(value)) return unboxBigint(value);
  return unboxSymbol(value);
}
