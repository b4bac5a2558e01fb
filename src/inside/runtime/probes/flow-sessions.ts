import type { EventKind, Matcher, SessionSpec } from '../../../wire/protocol/index.ts';
import { toldText } from '../capture/index.ts';
import type { Flow, Runtime } from '../core/index.ts';
import { compileExpression } from './expressions.ts';

export type Hear = (kind: EventKind, data: Record<string, unknown>) => void;

/** A debug session as a thread knows it. */
export class TargetSession {
  readonly spec: SessionSpec;
  readonly everyFlow: boolean;
  /** Of a session that the program opened itself: it is told, and no hub. */
  readonly hear: Hear | undefined;

  constructor(spec: SessionSpec, hear?: Hear) {
    this.spec = spec;
    this.hear = hear;
    this.everyFlow = hear === undefined && spec.match.length === 0;
  }
}

/** Which flows are bound to which sessions. A flow has its parent's sessions, and those that it matches itself. */
export class FlowSessions {
  readonly #rt: Runtime;
  readonly #sessions = new Map<string, TargetSession>();
  /** Why an expression of a matcher could not be used. */
  readonly troubles = new Map<string, string>();

  constructor(rt: Runtime) {
    this.#rt = rt;
  }

  get(id: string): TargetSession | undefined {
    return this.#sessions.get(id);
  }

  /** Flows that are alive are bound as if they were born now. */
  replace(specs: readonly SessionSpec[]): void {
    const before = new Map(this.#sessions);
    this.#sessions.clear();
    for (const spec of specs) {
      const known = before.get(spec.id);
      this.#sessions.set(spec.id, known !== undefined && isSame(known.spec, spec) ? known : new TargetSession(spec));
    }
    const matching = [...this.#sessions.values()].filter(one => !one.everyFlow);
    this.#rt.onFlowBorn = matching.length === 0 ? undefined : flow => this.#bind(flow, matching);
    for (const flow of [...this.#rt.liveFlows()].reverse()) this.#bind(flow, matching);
  }

  #bind(flow: Flow, sessions: readonly TargetSession[]): void {
    const inherited = flow.parent?.sessions;
    const own = sessions.filter(one => inherited?.has(one) !== true && this.#matches(flow, one));
    flow.sessions = own.length === 0 ? inherited : new Set([...(inherited ?? []), ...own]);
  }

  #matches(flow: Flow, { spec }: TargetSession): boolean {
    return spec.match.every(one => matches(flow, one, this.troubles));
  }
}

function isSame(a: SessionSpec, b: SessionSpec): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function matches(flow: Flow, matcher: Matcher, troubles: Map<string, string>): boolean {
  const request = flow.origin;
  switch (matcher.by) {
    case 'header':
      return request !== undefined && headerOf(request.headers, matcher.name) === matcher.value;
    case 'path':
      return request !== undefined && globMatches(matcher.glob, (request.url ?? '').split('?', 1)[0] ?? '');
    case 'method':
      return request?.method?.toUpperCase() === matcher.verb.toUpperCase();
    case 'baggage':
      return (
        request !== undefined && baggageOf(headerOf(request.headers, 'baggage')).get(matcher.key) === matcher.value
      );
    case 'task':
      return flow.kind === 'task' && globMatches(matcher.glob, flow.name);
    case 'flow':
      return flow.id === matcher.id;
    case 'expr': {
      try {
        const { method, url, headers } = request ?? {};
        const { id, name, kind } = flow;
        return Boolean(
          compileExpression(matcher.expr, ['flow', 'request'])({ id, name, kind }, { method, url, headers }),
        );
      } catch (error) {
        troubles.set(matcher.expr, toldText(String((error as Error | undefined)?.message)));
        return false;
      }
    }
  }
}

function headerOf(headers: Readonly<Record<string, unknown>> | undefined, name: string): string | undefined {
  const value = headers?.[name.toLowerCase()];
  return typeof value === 'string' ? value : undefined;
}

/** W3C baggage: `key=value;property, key=value`. */
function baggageOf(text: string | undefined): Map<string, string> {
  const entries = new Map<string, string>();
  for (const member of (text ?? '').split(',')) {
    const [pair = ''] = member.split(';', 1);
    const at = pair.indexOf('=');
    if (at > 0) entries.set(pair.slice(0, at).trim(), tryDecode(pair.slice(at + 1).trim()));
  }
  return entries;
}

function tryDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function globMatches(glob: string, text: string): boolean {
  const pattern = glob
    .split('**')
    .map(part =>
      part
        .split('*')
        .map(one => one.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join(glob.includes('/') ? '[^/]*' : '.*'),
    )
    .join('.*');
  return new RegExp(`^${pattern}$`, 's').test(text);
}
