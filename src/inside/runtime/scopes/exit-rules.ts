import { type EddyError, type ErrorCode, fail } from '../../../base/index.ts';
import { type Context, runtime, Trace } from '../core/index.ts';
import { scopeCrossed } from '../findings/scope-crossed.ts';
import { scopeMisnested } from '../findings/scope-misnested.ts';
import { scopeNotActive } from '../findings/scope-not-active.ts';
import type { ScopeEntry } from './scope-entry.ts';
import { openInside, type ScopeNode } from './scope-node.ts';

export type ExitFault = Extract<ErrorCode, 'scope-not-active' | 'scope-crossed' | 'scope-misnested'>;

/** Which of the three rules an exit breaks, in their order; undefined when none. Told as a finding, nothing is changed. */
export function exitFault(name: string, node: ScopeNode, context: Context): ExitFault | undefined {
  const { entry } = node;
  if (entry === undefined || !entry.active) {
    tellNotActive(name, entry, context);
    return 'scope-not-active';
  }
  if (entry.flow !== context.flow) {
    tellCrossed(entry, context);
    return 'scope-crossed';
  }
  const inner = entry.handedOver ? [] : openInside(node, context.scope);
  if (inner.length === 0) return undefined;
  tellMisnested(entry, inner, context);
  return 'scope-misnested';
}

/** The scopes inside are given up with it: one finding, and their own exits stay quiet. */
export function abandonInside(node: ScopeNode, context: Context): void {
  for (const inner of openInside(node, context.scope)) inner.abandon(node);
}

function tellNotActive(name: string, entry: ScopeEntry | undefined, { flow }: Context): void {
  // An exit by another flow ended it: that was told.
  if (entry?.crossed === true) return;
  runtime().findings.look(scopeNotActive, { name, entry, flow, exited: new Trace() });
}

function tellCrossed(entry: ScopeEntry, { flow }: Context): void {
  const { name, flow: host, entered } = entry;
  if (!entry.openerCrossed) runtime().findings.look(scopeCrossed, { name, host, entered, flow, exited: new Trace() });
  entry.tellCrossed();
}

function tellMisnested(entry: ScopeEntry, inside: readonly ScopeNode[], { flow }: Context): void {
  const inner = inside[0]?.entry;
  if (inner === undefined) return;
  runtime().findings.look(scopeMisnested, {
    name: entry.name,
    entered: entry.entered,
    inner,
    flow,
    exited: new Trace(),
  });
}

export function faultError(fault: ExitFault, name: string, node: ScopeNode, { flow, scope }: Context): EddyError {
  const { entry } = node;
  if (fault === 'scope-not-active') {
    const why = entry === undefined ? 'was never entered' : 'was exited before';
    return fail(fault, `Scope "${name}" is not active: it ${why}.`, { hint: 'Exit each scope once.' });
  }
  if (fault === 'scope-crossed') {
    const host = entry?.flow;
    return fail(
      fault,
      `Scope "${name}" was entered by flow "${host?.name}" (${host?.id}) and cannot be exited by flow "${flow.name}" (${flow.id}).`,
      {
        hint: 'Exit it in the flow that entered it, or hand it over first.',
        data: { scope: entry?.id, entered: host?.id, exited: flow.id },
      },
    );
  }
  const inner = openInside(node, scope)[0]?.entry?.name;
  return fail(fault, `Scope "${name}" was exited before scope "${inner}", which was opened inside it.`, {
    hint: 'Exit scopes in reverse order.',
    data: { scope: entry?.id },
  });
}
