/** A flow's id is its target's, a point and a number. */
export function partsOf(id: string): { readonly target: string; readonly serial: number } {
  const point = id.lastIndexOf('.');
  return { target: id.slice(0, point), serial: Number(id.slice(point + 1)) };
}
