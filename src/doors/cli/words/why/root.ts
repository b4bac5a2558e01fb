import { type Finding, severityRank } from '../../../../wire/protocol/index.ts';
import { explains, type Link } from './rules.ts';

export interface Explained {
  readonly finding: Finding;
  /** What it has in common with what explains it. */
  readonly link: Link;
}

export interface Chosen {
  readonly root: Finding;
  /** What comes from it, also by way of another. */
  readonly explained: readonly Explained[];
  /** What has to do with something else, as far as can be seen. */
  readonly others: readonly Finding[];
}

/** While the main thread is blocked nothing is looked at: what is late because of it is seen soon after. */
const soonMs = 1_000;

/** The one to begin with: what no other explains; the worst of these, then what explains most, then what was first. */
export function chooseRoot(findings: readonly Finding[], mainFlows: ReadonlySet<string>): Chosen | undefined {
  const effectsOf = new Map(findings.map(one => [one, directEffects(one, findings, mainFlows)]));
  const effects = new Set([...effectsOf.values()].flatMap(of => [...of.keys()]));
  const free = findings.filter(one => !effects.has(one));
  const ranked = (free.length > 0 ? free : findings)
    .map(root => ({ root, explained: allEffects(root, effectsOf) }))
    .sort(
      (a, b) =>
        severityRank[a.root.severity] - severityRank[b.root.severity] ||
        b.explained.length - a.explained.length ||
        a.root.firstAt - b.root.firstAt,
    );
  const best = ranked[0];
  if (best === undefined) return undefined;
  const known = new Set([best.root, ...best.explained.map(({ finding }) => finding)]);
  return { ...best, others: findings.filter(one => !known.has(one)) };
}

type Effects = ReadonlyMap<Finding, Link>;

function directEffects(cause: Finding, findings: readonly Finding[], mainFlows: ReadonlySet<string>): Effects {
  const found = new Map<Finding, Link>();
  for (const rule of explains) {
    if (rule.cause !== cause.kind) continue;
    for (const effect of findings) {
      if (effect === cause || !rule.effects.includes(effect.kind)) continue;
      const isLinked = rule.link === 'same time' ? during(cause, effect) : touches(cause, effect, mainFlows);
      if (isLinked) found.set(effect, rule.link);
    }
  }
  return found;
}

function allEffects(root: Finding, effectsOf: ReadonlyMap<Finding, Effects>): Explained[] {
  const found = new Map<Finding, Link>();
  const open: Finding[] = [root];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const [finding, link] of effectsOf.get(at) ?? []) {
      if (finding === root || found.has(finding)) continue;
      found.set(finding, link);
      open.push(finding);
    }
  }
  return [...found].map(([finding, link]) => ({ finding, link }));
}

function during(cause: Finding, effect: Finding): boolean {
  return cause.target === effect.target && effect.firstAt >= cause.firstAt && effect.firstAt <= cause.lastAt + soonMs;
}

/** All of a program can happen in its main flow: that alone says nothing. */
function touches(one: Finding, other: Finding, mainFlows: ReadonlySet<string>): boolean {
  const marks = marksOf(one, mainFlows);
  return [...marksOf(other, mainFlows)].some(mark => marks.has(mark));
}

function marksOf({ sites, flows }: Finding, mainFlows: ReadonlySet<string>): Set<string> {
  const places = Object.values(sites).map(({ file, line }) => `${file}:${line}`);
  const ids = [...flows.map(({ id }) => id), ...Object.values(sites).flatMap(({ flow }) => flow ?? [])];
  return new Set([...places, ...ids.filter(id => !mainFlows.has(id))]);
}
