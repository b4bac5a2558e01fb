import { type CapturedNode, nodeOf, valueText } from './captured.ts';
import type { Language } from './language.ts';

/** A field, an element or an entry. `path` reads it again; absent where its owner cannot be read again. */
export interface Part {
  readonly name: string;
  readonly value: unknown;
  readonly path: string | undefined;
}

/** What is directly in a captured value. `from`: the number of its first one, where it is a slice. */
export function partsOf(
  { t, v, class: className = '' }: CapturedNode,
  path: string | undefined,
  language: Language,
  from = 0,
): Part[] {
  const via = (make: (path: string) => string) => (path === undefined ? undefined : make(path));
  if (!Array.isArray(v)) {
    return Object.entries((v ?? {}) as Record<string, unknown>).map(([key, value]) => ({
      name: key,
      value,
      path: via(owner => language.member(owner, key, className)),
    }));
  }
  return v.map((one: unknown, at): Part => {
    const index = from + at;
    if (t === 'map' && Array.isArray(one)) {
      const name = typeof one[0] === 'string' && nodeOf(one[0]) === undefined ? one[0] : valueText(one[0]);
      return { name, value: one[1], path: via(owner => language.entry(owner, index, 'map')) };
    }
    const isElement = t === 'array';
    return {
      name: String(index),
      value: one,
      path: via(owner => (isElement ? language.item(owner, index) : language.entry(owner, index, 'set'))),
    };
  });
}
