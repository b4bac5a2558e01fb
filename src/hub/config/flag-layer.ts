import type { RunOptions } from '../../wire/protocol/index.ts';
import type { Layer, LayerValue } from './layer.ts';

export interface GivenOptions {
  readonly options: RunOptions;
  /** Those that were given, as `--report`. */
  readonly flags: readonly string[];
}

interface FlagRow {
  readonly path: string;
  readonly flags: readonly string[];
  of(options: RunOptions): unknown;
}

const row = (path: string, flags: string, of: FlagRow['of']): FlagRow => ({ path, flags: flags.split(' '), of });

/** What a flag says replaces what the file says of the same, lists too. */
const rows: readonly FlagRow[] = [
  row('name', '--name', ({ name }) => name),
  row('report', '--report', ({ report }) => report),
  row('events', '--events', ({ events }) => events),
  row('dump', '--dump', ({ dump }) => dump),
  row('failOn', '--fail-on', ({ failOn }) => failOn),
  row('quiet', '--quiet', ({ quiet }) => quiet),
  row('json', '--json', ({ json }) => json),
  row('wait', '--wait', ({ wait }) => wait),
  row('prompt', '--prompt --no-prompt', ({ prompt }) => prompt),
  row('observeOnly', '--observe-only', ({ observeOnly }) => observeOnly),
  row('gates.enabled', '--no-gates --include --exclude', ({ gates }) => gates !== false),
  row('gates.include', '--include', ({ gates }) => (gates === false ? [] : gates.include)),
  row('gates.exclude', '--exclude', ({ gates }) => (gates === false ? [] : gates.exclude)),
  row('probes', '--stop --hold --snap --log --on', ({ probing }) => probing.probes),
  row('session', '--session', ({ probing }) => probing.session),
  row('match', '--match', ({ probing }) => probing.match),
  row('dashboard.enabled', '--dashboard --open', ({ dashboard }) => dashboard !== undefined),
  row('dashboard.open', '--open', ({ dashboard }) => dashboard?.opens === true),
  row('watch.enabled', '--watch --watch-path', ({ watch }) => watch !== undefined),
  row('watch.paths', '--watch-path', ({ watch }) => watch?.paths ?? []),
  row('probeDefaults.holdFor', '--hold-for', ({ probing }) => probing.limits.holdForMs),
  row('probeDefaults.fromHit', '--from-hit', ({ probing }) => probing.limits.fromHit),
  row('probeDefaults.every', '--every', ({ probing }) => probing.limits.everyHits),
  row('probeDefaults.maxHits', '--max-hits', ({ probing }) => probing.limits.maxHits),
  row('probeDefaults.maxRate', '--max-rate', ({ probing }) => probing.limits.maxPerSecond),
  row('probeDefaults.expires', '--expires', ({ probing }) => probing.limits.expiresInMs),
  row('probeDefaults.allowSideEffects', '--allow-side-effects', ({ probing }) => probing.limits.allowSideEffects),
];

export function flagLayer({ options, flags }: GivenOptions): Layer {
  const values = new Map<string, LayerValue>();
  for (const { path, flags: own, of } of rows) {
    const at = own.find(flag => flags.includes(flag));
    if (at !== undefined) values.set(path, { value: of(options), origin: { from: 'flag', at } });
  }
  return { values, problems: [] };
}
