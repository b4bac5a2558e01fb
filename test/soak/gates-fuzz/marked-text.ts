/**
 * The text of a program with the places marked where a flow can be held: before a statement of an async function, before
 * one that stands alone below an `if` or a loop, and at the expression that is an async arrow function's body.
 */
export interface Point {
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

export type Form =
  /** As a program is written. */
  | 'bare'
  /** It may wait at each mark, as `C` says, and then set one name; runs of its async functions are counted by `N`. */
  | 'delayed';

export const marks = {
  before: (id: number, statement: string) => `\ue001${id}\ue002${statement}`,
  alone: (id: number, statement: string) => `\ue003${id}\ue002${statement}\ue004`,
  arrow: (id: number, expression: string) => `\ue005${id}\ue002${expression}\ue006`,
  body: (text: string) => `\ue007${text}\ue008`,
  /** What a module runs; it cannot stand in a `try` block. */
  module: (text: string) => `\ue009${text}\ue00a`,
};

export function written(
  marked: string,
  form: Form,
  nameSetAt: (id: number) => string | undefined = () => undefined,
): string {
  return marked.replace(/[\ue001\ue003\ue005](\d+)\ue002|[\ue004\ue006-\ue00a]/g, (piece, digits: string) => {
    if (form === 'bare') return '';
    const kind = piece[0];
    if (kind === '\ue004') return '}';
    if (kind === '\ue006') return ')}finally{z9()}}';
    if (kind === '\ue007') return 'const z9=N();try{';
    if (kind === '\ue008') return '}finally{z9()}';
    if (kind === '\ue009') return 'const z9=N();';
    if (kind === '\ue00a') return ';z9();';
    const id = Number(digits);
    const name = nameSetAt(id);
    const set = name === undefined ? '' : `if(E(${id}))try{${name}=V(${id})}catch{}`;
    const wait = `if(C(${id})){await D(${id});${set}}`;
    if (kind === '\ue003') return `{${wait}`;
    return kind === '\ue005' ? `{const z9=N();try{${wait}return(` : wait;
  });
}

/** Where the marks stand in the bare text. */
export function pointsOf(marked: string): Map<number, Point> {
  const points = new Map<number, Point>();
  let line = 1;
  let column = 1;
  for (let at = 0; at < marked.length; at++) {
    const one = marked[at]!;
    if (one === '\ue001' || one === '\ue003' || one === '\ue005') {
      const end = marked.indexOf('\ue002', at);
      points.set(Number(marked.slice(at + 1, end)), { line, column });
      at = end;
    } else if (one === '\n' || one === '\u2028') {
      line++;
      column = 1;
    } else if (one < '\ue001' || one > '\ue00a') column++;
  }
  return points;
}
