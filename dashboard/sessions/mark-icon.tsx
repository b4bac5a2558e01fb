import { useEffect, useRef } from 'preact/hooks';
import { iconOf, type LineMark } from '../source/index.ts';

/** The sign that stands beside the line, here beside words. */
export function MarkIcon({ mark }: { readonly mark: Pick<LineMark, 'kind' | 'state' | 'series'> }) {
  const box = useRef<HTMLSpanElement>(null);
  const { kind, state, series } = mark;
  useEffect(() => box.current?.replaceChildren(iconOf({ kind, state, series })), [kind, state, series]);
  return <span class="mark-icon" ref={box} />;
}
