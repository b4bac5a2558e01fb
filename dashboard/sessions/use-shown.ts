import { useEffect, useRef, useState } from 'preact/hooks';
import type { Hold } from '../../src/wire/protocol/index.ts';
import { type Place, stay } from '../frame/index.ts';
import { isSameFile, type WantedLine } from '../source/index.ts';
import { flowOf, keyOf } from './held-choice.ts';

export interface Shown {
  /** Undefined: there is none yet. */
  readonly file: string | undefined;
  readonly line: WantedLine;
  show(file: string, line?: number, target?: string): void;
}

/** Which file and line are looked at. A flow that steps on takes along who looks at it, and nobody else. */
export function useShown(place: Place, hold: Hold | undefined, first: string | undefined): Shown {
  const asked = Number(place.query.get('line') ?? 0);
  const [line, setLine] = useState<WantedLine>({ line: asked });
  const file = place.query.get('file') || hold?.place.file || first;
  const before = useRef<Hold | undefined>(undefined);
  useEffect(() => {
    const last = before.current;
    if (hold === undefined) return;
    before.current = hold;
    const isOpen = (one: Hold) => file !== undefined && isSameFile(file, one.place.file);
    const isStep = last !== undefined && flowOf(last) === flowOf(hold) && isOpen(last);
    const at = isStep || file === undefined ? hold.place.file : file;
    const isInSight = isStep || file === undefined || isOpen(hold);
    stay({
      ...{ hold: keyOf(hold), of: flowOf(hold), file: at },
      ...(isInSight ? { line: String(hold.place.line), target: hold.target } : {}),
    });
    if (isInSight) setLine({ line: hold.place.line });
  }, [hold === undefined ? '' : `${keyOf(hold)} ${hold.place.line}`]);
  // The address may be another from elsewhere: a link, or back.
  useEffect(() => {
    setLine(now => (asked > 0 && now.line !== asked ? { line: asked } : now));
  }, [asked, file]);
  const show = (wanted: string, at = 1, target = '') => {
    stay({ file: wanted, line: String(at), target });
    setLine({ line: at, focus: true });
  };
  return { file, line, show };
}
