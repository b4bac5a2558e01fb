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
  /** It may wait at each mark, as `C` says, and then set one name. */
  | 'delayed'
  /** Runs of its async functions are counted by `N`. */
  | 'counted';

export const marks = {
  before: (id: number, statement: string) => `\u0001${id}\u0002${statement}`,
  alone: (id: number, statement: string) => `\u0003${id}\u0002${statement}\u0004`,
  arrow: (id: number, expression: string) => `\u0005${id}\u0002${expression}\u0006`,
  body: (text: string) => `\u0007${text}\u0008`,
};

export function written(
  marked: string,
  form: Form,
  nameSetAt: (id: number) => string | undefined = () => undefined,
): string {
  return marked.replace(/[\u0001\u0003\u0005](\d+)\u0002|[\u0004\u0006-\u0008]/g, (piece, digits: string) => {
    if (form === 'bare') return '';
    const kind = piece[0];
    if (form === 'counted') {
      if (kind === '\u0005') return '{const z9=N();try{return(';
      if (kind === '\u0006') return ')}finally{z9()}}';
      if (kind === '\u0007') return 'const z9=N();try{';
      return kind === '\u0008' ? '}finally{z9()}' : '';
    }
    if (kind === '\u0004') return '}';
    if (kind === '\u0006') return ')}';
    if (kind === '\u0007' || kind === '\u0008') return '';
    const id = Number(digits);
    const name = nameSetAt(id);
    const set = name === undefined ? '' : `if(E(${id}))try{${name}=V(${id})}catch{}`;
    const wait = `if(C(${id})){await D(${id});${set}}`;
    if (kind === '\u0003') return `{${wait}`;
    return kind === '\u0005' ? `{${wait}return(` : wait;
  });
}

/** Where the marks stand in the bare text. */
export function pointsOf(marked: string): Map<number, Point> {
  const points = new Map<number, Point>();
  let line = 1;
  let column = 1;
  for (let at = 0; at < marked.length; at++) {
    const one = marked[at]!;
    if (one === '\u0001' || one === '\u0003' || one === '\u0005') {
      const end = marked.indexOf('\u0002', at);
      points.set(Number(marked.slice(at + 1, end)), { line, column });
      at = end;
    } else if (one === '\n') {
      line++;
      column = 1;
    } else if (one > '\u0008') column++;
  }
  return points;
}
