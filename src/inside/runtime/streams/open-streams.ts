import type { Listing, OpenStream, OpenStreams } from '../../../wire/protocol/index.ts';
import { openBodies } from '../ambient/response-bodies.ts';
import { ReaderHeld } from '../ambient/stream-readers.ts';
import type { Flow, Runtime, Trace } from '../core/index.ts';
import { nodeStreams } from './node-streams.ts';
import { socketFlows } from './socket-flows.ts';

const maxListed = 300;
/** What is looked through for them: a look is to take some milliseconds at most. */
const maxLooked = 20_000;

/** Nothing of it is kept up between two looks, but for the open bodies. */
export function openStreams(rt: Runtime): OpenStreams {
  const streams: OpenStream[] = [];
  let cut = false;
  for (const list of [bodies, readers, sockets])
    rt.guard('open streams', () => {
      for (const one of list(rt)) {
        cut = streams.length >= maxListed;
        if (cut) return;
        streams.push(one);
      }
    });
  return { at: rt.clock.now(), streams, cut };
}

/** The same as a part of the report. */
export function listOpenStreams(rt: Runtime): Listing {
  const { streams } = openStreams(rt);
  const items = streams.map(one => ({ ...one }));
  return { total: items.length, live: items.length, items, dropped: 0 };
}

function* bodies(rt: Runtime): Generator<OpenStream> {
  for (const body of openBodies(rt)) {
    if (!body.isOpen()) continue;
    const opened = Math.round(rt.clock.now() - (rt.worked() - body.since));
    yield {
      kind: 'body',
      state: body.isUnread() ? 'unread' : 'flowing',
      ...ownerOf(body.flow),
      opened,
      ...siteOf(body),
    };
  }
}

function* readers(rt: Runtime): Generator<OpenStream> {
  let looked = 0;
  for (const flow of rt.liveFlows()) {
    for (const held of flow.held ?? []) {
      const state = held instanceof ReaderHeld ? held.doing : undefined;
      if (state !== undefined) yield { kind: 'reader', state, ...ownerOf(flow), ...siteOf(held as ReaderHeld) };
    }
    if (++looked > maxLooked) return;
  }
}

function* sockets(rt: Runtime): Generator<OpenStream> {
  const flows = socketFlows(rt);
  const ofBodies = new Set<unknown>();
  for (const body of openBodies(rt)) ofBodies.add(body.socket());
  for (const { stream, ...told } of nodeStreams(maxLooked)) {
    // It stands there as the body that it carries.
    if (ofBodies.has(stream)) continue;
    const flow = flows.get(stream)?.at(-1)?.flow;
    yield { ...told, ...(flow === undefined ? {} : ownerOf(flow)) };
  }
}

function ownerOf({ id, name }: Flow): Pick<OpenStream, 'flow' | 'flowName'> {
  return { flow: id, flowName: name };
}

function siteOf({ trace, flow }: { readonly trace: Trace; readonly flow: Flow }): Pick<OpenStream, 'site'> {
  const site = trace.site(flow);
  return site === undefined ? {} : { site: { file: site.file, line: site.line, function: site.function } };
}
