import { fail } from '../../../base/index.ts';
import type { Scope, StackFrame, StackTraceArguments, Variable, VariablesArguments } from '../index.ts';
import type { ClientSession } from './client-session.ts';

const pageFrames = 50;
const pageVariables = 200;

export interface PageOptions {
  /** How many are passed over. */
  readonly start?: number | undefined;
  /** At most so many; without, 1000 frames, 2000 variables. */
  readonly count?: number | undefined;
}

export interface VariablesOptions extends PageOptions {
  readonly filter?: 'indexed' | 'named' | undefined;
  /** How far to look into values that have parts; without, not at all. */
  readonly depth?: number | undefined;
}

/** A variable, with its parts where they were asked for. */
export interface VariableTree extends Variable {
  readonly children?: readonly VariableTree[] | undefined;
}

/** Innermost first; page by page, as the adapter has them. */
export async function stackOf(session: ClientSession, threadId: number, page: PageOptions = {}): Promise<StackFrame[]> {
  const { start = 0, count = 1000 } = page;
  const frames: StackFrame[] = [];
  while (frames.length < count) {
    const levels = Math.min(pageFrames, count - frames.length);
    const given: StackTraceArguments = { threadId, startFrame: start + frames.length, levels };
    const { stackFrames, totalFrames } = await session.request('stackTrace', given);
    frames.push(...stackFrames);
    // An adapter that does not page gives all at once, and more than it was asked for.
    const total = totalFrames ?? (stackFrames.length === levels ? Number.POSITIVE_INFINITY : 0);
    if (stackFrames.length === 0 || start + frames.length >= total) break;
  }
  return frames.slice(0, count);
}

export async function variablesOf(
  session: ClientSession,
  variablesReference: number,
  options: VariablesOptions = {},
): Promise<VariableTree[]> {
  const { start, count, filter, depth = 0 } = options;
  const variables = await pageOf(session, { variablesReference, filter }, start, count);
  if (depth <= 0) return variables;
  const trees: VariableTree[] = [];
  for (const one of variables) {
    const hasParts = one.variablesReference > 0 && one.presentationHint?.lazy !== true;
    const children = hasParts
      ? await variablesOf(session, one.variablesReference, { depth: depth - 1, count })
      : undefined;
    trees.push(children === undefined ? one : { ...one, children });
  }
  return trees;
}

/** Those that are asked for by name; without, those of locals, inner ones first, else the first of all. */
export async function scopesOf(session: ClientSession, frameId: number, name?: string): Promise<readonly Scope[]> {
  const { scopes } = await session.request('scopes', { frameId });
  if (name !== undefined) return scopes.filter(one => one.name === name || one.presentationHint === name);
  const locals = scopes.filter(one => one.presentationHint === 'locals');
  return locals.length > 0 ? locals : scopes.slice(0, 1);
}

/** Of a frame. Where a block has a name of its function again, the block's is given. */
export async function localsOf(
  session: ClientSession,
  frameId: number,
  options: VariablesOptions & { readonly scope?: string | undefined },
): Promise<VariableTree[]> {
  const found = new Map<string, VariableTree>();
  for (const { variablesReference } of await scopesOf(session, frameId, options.scope))
    for (const one of await variablesOf(session, variablesReference, options))
      if (!found.has(one.name)) found.set(one.name, one);
  return [...found.values()];
}

/** The scope that has a name, to set it there. */
export async function holderOf(session: ClientSession, frameId: number, name: string): Promise<number> {
  const scopes = await scopesOf(session, frameId);
  for (const { variablesReference } of scopes) {
    const variables = await variablesOf(session, variablesReference);
    if (variables.some(one => one.name === name)) return variablesReference;
  }
  throw fail('unknown-id', `The frame has no local variable "${name}".`);
}

/** An adapter that ignores the page gives all; it is cut here, so the same comes from every adapter. */
async function pageOf(session: ClientSession, of: VariablesArguments, start = 0, count = 2000): Promise<Variable[]> {
  const pages = session.capabilities.eddy !== undefined || of.filter !== undefined;
  if (!pages) return [...(await session.request('variables', of)).variables].slice(start, start + count);
  const variables: Variable[] = [];
  while (variables.length < count) {
    const asked = Math.min(pageVariables, count - variables.length);
    const page = await session.request('variables', { ...of, start: start + variables.length, count: asked });
    // It does not page after all: that was everything.
    if (page.variables.length > asked) return page.variables.slice(start, start + count);
    variables.push(...page.variables);
    if (page.variables.length !== asked) break;
  }
  return variables.slice(0, count);
}
