import { useMemo, useState } from 'preact/hooks';
import { addressOf, useRarely } from '../frame/index.ts';
import type { FlowRow, Model } from '../model/index.ts';
import { sayCount, sayMs } from '../words/index.ts';
import { familyOf } from './family.ts';
import type { FlowFacts } from './flow-facts.ts';

const firstShown = 12;

/** Who started it, up to the first, and whom it started. */
export function FamilyView({ model, facts }: { readonly model: Model; readonly facts: FlowFacts }) {
  const [isOpen, setOpen] = useState(false);
  // It is drawn more often than there is news of children.
  const revision = useRarely(model.flowsRevision, 1_000);
  const { ancestors, children, childCount } = useMemo(
    () => familyOf(model.flows, facts.id),
    [model, facts.id, revision],
  );
  const shown = isOpen ? children : children.slice(0, firstShown);
  if (ancestors.length < 2 && childCount === 0) return null;
  return (
    <section class="family">
      {ancestors.length > 1 && (
        <p class="lineage">
          <span class="quiet">Came from: </span>
          {ancestors.toReversed().map(one => (
            <span key={one.id}>
              <FlowLink flow={one} /> <span aria-hidden="true">›</span>{' '}
            </span>
          ))}
          {facts.name === '' ? facts.id : facts.name}
        </p>
      )}
      {childCount > 0 && (
        <>
          <h2>Started {sayCount(childCount, 'flow')}</h2>
          <ul class="plain-list flow-links">
            {shown.map(child => (
              <li key={child.id} class="row">
                <FlowLink flow={child} />
                <span class="quiet">{child.kind}</span>
                <span class="chip">
                  {Number.isNaN(child.end)
                    ? 'alive'
                    : `${child.outcome ?? 'ended'} after ${sayMs(child.end - child.start)}`}
                </span>
              </li>
            ))}
          </ul>
          {shown.length < children.length && (
            <button type="button" onClick={() => setOpen(true)}>
              Show {children.length - shown.length} more
            </button>
          )}
          {isOpen && childCount > children.length && (
            <p class="quiet">Those that are alive, and the newest of the others: {children.length} are listed.</p>
          )}
        </>
      )}
    </section>
  );
}

function FlowLink({ flow: { id, name } }: { readonly flow: FlowRow }) {
  return (
    <a href={addressOf('flow', [id])} title={id}>
      {name === '' ? id : name}
    </a>
  );
}
