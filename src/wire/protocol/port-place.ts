import { fail, isLoopback } from '../../base/index.ts';

/** Where to listen. */
export interface PortPlace {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Up to this one the first that is free will do. */
  readonly lastPort?: number;
}

/** `[HOST:]PORT[-PORT]`. `name` is what asked for it, as `--listen`. */
export function parsePortPlace(name: string, words: string): PortPlace {
  const [, host = '127.0.0.1', port = '', last = port] = /^(?:\[?([^\]]+?)\]?:)?(\d+)(?:-(\d+))?$/.exec(words) ?? [];
  if (port !== '' && Number(port) <= Number(last) && Number(last) <= 65_535) {
    return { host, port: Number(port), ...(last === port ? {} : { lastPort: Number(last) }) };
  }
  throw fail('bad-option', `${name} ${words} is no port.`, {
    hint: `As in ${name} 4711, ${name} 127.0.0.1:0, ${name} 4700-4709.`,
  });
}

/** A port alone, or a range of which the first that is free is taken. */
export const portWords = /^\d+(?:-\d+)?$/;

/** Where the dashboard is: a browser knows it by that one address. */
export function parsePagePlace(name: string, words: string): PortPlace {
  const place = parsePortPlace(name, words);
  if (place.host === '127.0.0.1') return place;
  throw fail('bad-option', `${name} ${words}: the dashboard is at 127.0.0.1 and nowhere else.`, {
    hint: 'Leave the host away. From another machine it is reached through ssh -L, by the same port.',
  });
}

/** Where editors dial in: what is said there is not hidden from others, so on this machine alone. */
export function parseEditorPlace(name: string, words: string): PortPlace {
  const place = parsePortPlace(name, words);
  if (isLoopback(place.host)) return place;
  throw fail('bad-option', `${name} ${words} can be reached from outside this machine.`, {
    hint: 'Editors say their token in the clear: leave it on loopback, and reach it through ssh -L.',
  });
}
