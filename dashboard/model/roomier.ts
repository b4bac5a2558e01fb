/** Up to here what is copied is copied in about a millisecond. */
const smallSize = 65_536;

/**
 * How long a column is to be that has no room left and may never have more than `most`. What is not written yet takes no memory of
 * the machine; what is copied, all columns of a quarter of a million flows at most, takes some milliseconds.
 */
export function roomier(length: number, most: number): number {
  return Math.min(most, length < smallSize ? length * 2 : length * 4);
}

export type Column = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

export function widened<C extends Column>(column: C, length: number): C {
  const wider = new (column.constructor as new (length: number) => C)(length);
  wider.set(column);
  return wider;
}
