import { subscribe } from 'node:diagnostics_channel';
import { Readable } from 'node:stream';
import { type Flow, type Runtime, Trace } from '../core/index.ts';
import { bodyUnconsumed, type OpenBody } from '../findings/body-unconsumed.ts';
import { limits } from '../limits.ts';

interface Exchange {
  readonly flow: Flow;
  readonly trace: Trace;
  socket: WeakRef<Socket> | undefined;
  body: WeakRef<Readable> | undefined;
  cancelLook: (() => void) | undefined;
  since: number;
  done: boolean;
  /** From its headers to its end. */
  view: BodyView | undefined;
}

/** As much of one as its finding and who lists open streams ask. */
interface BodyView extends OpenBody {
  socket(): object | undefined;
}

interface Socket {
  readonly bytesRead: number;
  readonly destroyed: boolean;
}

// Between the caller of fetch and the channel lie some thirty frames of undici's.
const traceFrames = 64;
const maxOpen = 5_000;

/** Bodies that have not come to their end, at most so many. */
export function openBodies(rt: Runtime): Set<BodyView> {
  return rt.part('open bodies', () => new Set<BodyView>());
}

/**
 * Follows requests of undici, Node's own and the package, on its diagnostics channels, from headers to the end of the
 * body. Nothing is wrapped: a request is made before `fetch` returns, so its caller is on the stack. A body that was
 * received whole holds no connection and is never a finding.
 */
export function watchResponseBodies(rt: Runtime): void {
  const exchanges = new WeakMap<object, Exchange>();
  const open = openBodies(rt);
  const on = (name: string, see: (exchange: Exchange, message: object) => void) =>
    subscribe(`undici:${name}`, message =>
      rt.guard('response bodies', () => {
        const exchange = exchanges.get((message as { request: object }).request);
        if (exchange !== undefined) see(exchange, message as object);
      }),
    );
  subscribe('undici:request:create', message =>
    rt.guard('response bodies', () => {
      exchanges.set((message as { request: object }).request, {
        flow: rt.flow(),
        trace: new Trace(undefined, traceFrames),
        socket: undefined,
        body: undefined,
        cancelLook: undefined,
        since: 0,
        done: false,
        view: undefined,
      });
    }),
  );
  on('client:sendHeaders', (exchange, message) => {
    exchange.socket = new WeakRef((message as { socket: Socket }).socket);
  });
  on('request:headers', (exchange, message) => {
    const request = new WeakRef((message as { request: object }).request);
    exchange.since = rt.worked();
    exchange.view = asSubject(exchange, request);
    if (open.size < maxOpen) open.add(exchange.view);
    exchange.cancelLook = rt.findings.lookLater(bodyUnconsumed, exchange.view, limits.bodyUnreadMs);
  });
  const end = (exchange: Exchange) => {
    exchange.done = true;
    exchange.cancelLook?.();
    if (exchange.view !== undefined) open.delete(exchange.view);
  };
  on('request:trailers', end);
  on('request:error', end);
}

function asSubject(exchange: Exchange, request: WeakRef<object>): BodyView {
  const socket = () => exchange.socket?.deref();
  return {
    flow: exchange.flow,
    trace: exchange.trace,
    since: exchange.since,
    socket,
    progress: () => socket()?.bytesRead,
    progressSeen: undefined,
    isOpen: () => !exchange.done && socket()?.destroyed === false,
    isUnread: () => {
      const made = request.deref();
      const body = made === undefined ? undefined : bodyOf(made);
      return body !== undefined && !body.readableDidRead && !body.destroyed;
    },
  };
}

/**
 * The stream that undici fills, of which a Response's body is fed: it knows whether anyone has read. Undefined where a
 * version or an interceptor keeps it elsewhere: then nothing is said.
 */
function bodyOf(request: object): Readable | undefined {
  for (const key of Object.getOwnPropertySymbols(request)) {
    if (key.description !== 'handler') continue;
    const handler: unknown = Object.getOwnPropertyDescriptor(request, key)?.value;
    if (typeof handler !== 'object' || handler === null) return undefined;
    for (const name of ['body', 'res']) {
      const body: unknown = Object.getOwnPropertyDescriptor(handler, name)?.value;
      if (body instanceof Readable) return body;
    }
  }
  return undefined;
}
