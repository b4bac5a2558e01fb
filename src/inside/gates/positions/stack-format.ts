import { mark, withoutGates } from '../gated/index.ts';
import type { CallSites } from './call-sites.ts';
import type { Disguises } from './disguises.ts';

// A program may take the global away.
const { apply } = Reflect;

type Prepare = (error: unknown, sites: NodeJS.CallSite[]) => unknown;

/** What each context has of its own. */
export interface Realm {
  readonly Error: ErrorConstructor;
  readonly Function: FunctionConstructor;
}

export interface StackFormatOptions {
  readonly sites: CallSites;
  readonly disguises: Disguises;
  /** Before the stack of an error is made. */
  beforeFormat(): void;
}

/**
 * Stands before whatever makes the text of stacks: Node's default, or the program's own `Error.prepareStackTrace`. That
 * property becomes an accessor: the program reads back what it wrote, Node reads one that gets call sites put right.
 */
export class StackFormat {
  readonly #options: StackFormatOptions;
  readonly #Error: ErrorConstructor;
  /** Undefined: the property is not there, and Node asks the main context's instead. */
  readonly #default: Prepare | undefined;
  readonly #wrappers = new WeakMap<object, Prepare>();
  readonly #wrapped = new WeakMap<object, unknown>();
  #current: unknown;
  #isProbing = false;
  #probeCameBack = false;
  /** How many of the program's own are running: V8 asks for no other meanwhile, so who reads is the program. */
  #runningCount = 0;

  /** `native`: what the property has at first; absent: nothing, as in contexts beside the main one. */
  constructor(options: StackFormatOptions, ofRealm: ErrorConstructor, native?: Prepare) {
    this.#options = options;
    this.#Error = ofRealm;
    const format = this;
    // Node's own can be called with `new`; so can this.
    this.#default =
      native &&
      options.disguises.wear(function (this: unknown, error: unknown, sites: NodeJS.CallSite[]) {
        return apply(native, this, [error, format.#prepare(error, sites)]);
      }, native);
    this.#current = this.#default;
  }

  install(): void {
    const format = this;
    const { get, set } = Object.getOwnPropertyDescriptor(
      {
        get prepareStackTrace() {
          return format.#read();
        },
        set prepareStackTrace(value: unknown) {
          // Of a class that inherits from Error: a property of its own, as it always was.
          if ((this as unknown) === format.#Error) format.#current = format.#wrapped.get(value as object) ?? value;
          else
            Object.defineProperty(this, 'prepareStackTrace', {
              value,
              writable: true,
              enumerable: true,
              configurable: true,
            });
        },
      },
      'prepareStackTrace',
    )!;
    Object.defineProperty(this.#Error, 'prepareStackTrace', {
      get: get!,
      set: set!,
      enumerable: false,
      configurable: true,
    });
  }

  #read(): unknown {
    if (this.#isProbing) {
      this.#probeCameBack = true;
      return noText;
    }
    const current = this.#current;
    if (current === this.#default || this.#runningCount > 0 || !this.#isReadByNode()) return current;
    return typeof current === 'function' ? this.#wrapperOf(current as Prepare) : this.#default;
  }

  /** While V8 makes the text of one stack, it makes that of another without asking Node, and so without coming here. */
  #isReadByNode(): boolean {
    this.#isProbing = true;
    this.#probeCameBack = false;
    const Native = this.#Error;
    const limit = Object.getOwnPropertyDescriptor(Native, 'stackTraceLimit');
    try {
      // One frame is enough; with none, or no limit at all, there may be no stack to make.
      Object.defineProperty(Native, 'stackTraceLimit', oneFrame);
      void new Native().stack;
    } catch {
      // Frozen: the probe is as deep as the program allows.
      void new Native().stack;
    } finally {
      this.#isProbing = false;
      if (limit === undefined) Reflect.deleteProperty(Native, 'stackTraceLimit');
      else Reflect.defineProperty(Native, 'stackTraceLimit', limit);
    }
    return !this.#probeCameBack;
  }

  #wrapperOf(theirs: Prepare): Prepare {
    const known = this.#wrappers.get(theirs);
    if (known !== undefined) return known;
    const format = this;
    const wrapper: Prepare = function (this: unknown, error, sites) {
      const original = format.#prepare(error, sites);
      format.#runningCount++;
      try {
        return apply(theirs, this, [error, original]);
      } finally {
        format.#runningCount--;
      }
    };
    this.#wrappers.set(theirs, wrapper);
    this.#wrapped.set(wrapper, theirs);
    return wrapper;
  }

  /** Never throws: a stack with columns of gated text is better than none. */
  #prepare(error: unknown, sites: NodeJS.CallSite[]): NodeJS.CallSite[] {
    try {
      this.#options.beforeFormat();
      showOriginalMessage(error);
      return this.#options.sites.original(sites);
    } catch {
      return sites;
    }
  }
}

/** `assert` cuts the failed expression out of the text that runs, and makes the stack at once. */
function showOriginalMessage(error: unknown): void {
  if (typeof error !== 'object' || error === null) return;
  const message = Object.getOwnPropertyDescriptor(error, 'message');
  if (typeof message?.value !== 'string' || message.configurable !== true || !message.value.includes(mark)) return;
  Object.defineProperty(error, 'message', { ...message, value: withoutGates(message.value) });
}

const oneFrame = { value: 1, writable: true, enumerable: true, configurable: true };

function noText(): string {
  return '';
}
