import type { Columns } from './columns.ts';
import type { Disguises } from './disguises.ts';
import type { GatedScripts } from './gated-scripts.ts';

// A program may take the global away.
const { apply } = Reflect;

type Site = NodeJS.CallSite;
type Read = () => unknown;

const closing = ')'.charCodeAt(0);

export interface CallSitesOptions {
  readonly scripts: GatedScripts;
  readonly disguises: Disguises;
  /** Frames of ours: the program does not see them. */
  readonly isOwn: (file: string) => boolean;
}

/** Makes call sites of gated code say where they are in the original. */
export class CallSites {
  readonly #options: CallSitesOptions;
  /** V8's methods, from the first site that is seen. */
  #native: Record<string, Read> | undefined;

  constructor(options: CallSitesOptions) {
    this.#options = options;
  }

  /** The same list where none of them is gated or ours. */
  original(sites: Site[]): Site[] {
    let changed: Site[] | undefined;
    for (let at = 0; at < sites.length; at++) {
      const site = this.#originalOf(sites[at]!);
      if (changed === undefined) {
        if (site === sites[at]) continue;
        changed = [];
        for (let before = 0; before < at; before++) changed[before] = sites[before]!;
      }
      if (site !== undefined) changed[changed.length] = site;
    }
    return changed ?? sites;
  }

  /** Undefined: a frame of ours. */
  #originalOf(site: Site): Site | undefined {
    if (this.#native === undefined) this.#learn(site);
    const file = this.#read(site, 'getFileName');
    if (typeof file === 'string') {
      if (this.#options.isOwn(file)) return undefined;
      if (this.#options.scripts.tryFind(file) === undefined) return site;
    } else if (this.#read(site, 'isEval') !== true) return site;
    else if (this.#columnsOf(site) === undefined && this.#evalOrigin(site) === this.#read(site, 'getEvalOrigin'))
      return site;
    return new OriginalSite(site) as unknown as Site;
  }

  #read(site: Site, name: string): unknown {
    return apply(this.#native![name]!, site, []);
  }

  #columnsOf(site: Site): Columns | undefined {
    return this.#options.scripts.columnsOf(
      this.#read(site, 'getFileName') ?? this.#read(site, 'getScriptNameOrSourceURL'),
    );
  }

  #column(site: Site, lineName = 'getLineNumber', columnName = 'getColumnNumber'): unknown {
    const line = this.#read(site, lineName);
    const column = this.#read(site, columnName);
    const columns = this.#columnsOf(site);
    return columns === undefined || typeof line !== 'number' || typeof column !== 'number'
      ? column
      : columns.original(line, column);
  }

  #position(site: Site): unknown {
    const [line, column, position] = [
      this.#read(site, 'getLineNumber'),
      this.#read(site, 'getColumnNumber'),
      this.#read(site, 'getPosition'),
    ];
    const columns = this.#columnsOf(site);
    return columns === undefined || typeof position !== 'number'
      ? position
      : columns.originalPosition(line as number, column as number, position);
  }

  /** `eval at name (FILE:LINE:COLUMN)`, one in the other for eval in eval. */
  #evalOrigin(site: Site): unknown {
    const origin = this.#read(site, 'getEvalOrigin');
    if (typeof origin !== 'string') return origin;
    return origin.replace(
      /^((?:eval at .*? \()+)(.+?):(\d+):(\d+)\)/,
      (all, head: string, file: string, line: string, column: string) => {
        const columns = this.#options.scripts.columnsOf(file);
        return columns === undefined
          ? all
          : `${head}${file}:${line}:${columns.original(Number(line), Number(column))})`;
      },
    );
  }

  #text(site: Site): string {
    let text = this.#read(site, 'toString') as string;
    const columns = this.#columnsOf(site);
    if (columns !== undefined) {
      const end = text.charCodeAt(text.length - 1) === closing ? text.length - 1 : text.length;
      const columnAt = text.lastIndexOf(':', end) + 1;
      const lineAt = text.lastIndexOf(':', columnAt - 2) + 1;
      const column = columns.original(Number(text.slice(lineAt, columnAt - 1)), Number(text.slice(columnAt, end)));
      // Frames without a place have no numbers there.
      if (column > 0) text = `${text.slice(0, columnAt)}${column}${text.slice(end)}`;
    }
    if (this.#read(site, 'isEval') !== true) return text;
    const origin = this.#read(site, 'getEvalOrigin') as string | undefined;
    return origin === undefined ? text : text.replace(origin, () => this.#evalOrigin(site) as string);
  }

  /** Gives our sites the methods of V8's own, which cannot be changed and want V8's own sites. */
  #learn(site: Site): void {
    const nativePrototype = Object.getPrototypeOf(site) as object;
    const native: Record<string, Read> = Object.create(null);
    const better: Record<string, ((site: Site) => unknown) | undefined> = {
      getColumnNumber: one => this.#column(one),
      getEnclosingColumnNumber: one => this.#column(one, 'getEnclosingLineNumber', 'getEnclosingColumnNumber'),
      getPosition: one => this.#position(one),
      getEvalOrigin: one => this.#evalOrigin(one),
    };
    Object.setPrototypeOf(OriginalSite.prototype, nativePrototype);
    Reflect.deleteProperty(OriginalSite.prototype, 'constructor');
    for (const name of Object.getOwnPropertyNames(nativePrototype)) {
      const method = (nativePrototype as Record<string, unknown>)[name];
      if (name === 'constructor' || typeof method !== 'function') continue;
      native[name] = method as Read;
      const read = name === 'toString' ? (one: Site) => this.#text(one) : better[name];
      const ours = {
        [name](this: object): unknown {
          const one = OriginalSite.siteOf(this);
          return one === undefined || read === undefined ? apply(method, one ?? this, []) : read(one);
        },
      }[name]!;
      Object.defineProperty(OriginalSite.prototype, name, {
        value: this.#options.disguises.wear(ours, method as Read),
        configurable: true,
      });
    }
    this.#native = native;
  }
}

class OriginalSite {
  readonly #site: Site;

  constructor(site: Site) {
    this.#site = site;
  }

  /** Undefined for what is no site of ours. */
  static siteOf(value: object): Site | undefined {
    return typeof value === 'object' && value !== null && #site in value ? value.#site : undefined;
  }
}
