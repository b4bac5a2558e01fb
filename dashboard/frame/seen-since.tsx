import type { Model } from '../model/index.ts';
import { sayTime } from '../words/index.ts';

/** Where a hub keeps nothing and the page came later than its program: from when on things were seen. */
export function SeenSince({ model }: { readonly model: Model }) {
  const since = seenSince(model);
  if (since === undefined) return null;
  return (
    <span
      class="seen-since"
      title="This hub keeps nothing, and nobody listened before: of what there was then, only what is still there is known."
    >
      Seen since {sayTime(since)}
    </span>
  );
}

export function seenSince({ past, hub, runs, run, seenSince: since }: Model): number | undefined {
  if (past !== undefined || hub.value?.stays !== false) return undefined;
  const began = runs.value
    .filter(({ id }) => run.value === undefined || run.value === id)
    .reduce((first, { started }) => Math.min(first, started), Number.POSITIVE_INFINITY);
  return since.value > began ? since.value : undefined;
}
