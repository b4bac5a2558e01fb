import { type InsideSettings, type Plan, type RunOptions, splitOptionWords } from '../../../wire/protocol/index.ts';
import { pythonSite, withSite } from '../python/index.ts';

/** What a target must know to find its hub. */
export interface HubAddress {
  readonly socket: string;
  readonly token: string;
  /** It comes back when it goes: targets wait for it. */
  readonly stays?: true;
}

/** What the inside is to do; it reads this as JSON. */
export interface InsideOptions {
  /** Whether somebody wants events; without, the target does not make them. */
  readonly events: boolean;
  /** Whether a report is written at the end; without, the totals are enough. */
  readonly report: boolean;
  /** Send the state now and then, so that something is known of a target that is killed. */
  readonly heartbeat: boolean;
  readonly name?: string;
  /** Absent: the program's own files get gates. */
  readonly gates?: RunOptions['gates'];
  /** The program waits before its first line until a `resume` lets it go. */
  readonly wait?: true;
  /** Where flows wait that are pending at the end is to be told. */
  readonly dump?: true;
  readonly observeOnly?: true;
  /** Tests of known runners are followed. */
  readonly tests?: true;
  /** What the configuration says; absent: nothing. */
  readonly settings?: InsideSettings;
}

/** What the inside is to do, of what was asked for. */
export function insideOptions(options: RunOptions): InsideOptions {
  const { gates, inside = {} } = options;
  const { limits: _, ...settings } = inside;
  const isPlain = gates !== false && gates.include.length === 0 && gates.exclude.length === 0;
  return {
    events: options.events !== undefined || options.record || options.dashboard !== undefined,
    report: options.report !== undefined,
    heartbeat: true,
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(isPlain ? {} : { gates }),
    ...(options.wait ? { wait: true } : {}),
    ...(options.dump === undefined ? {} : { dump: true }),
    ...(options.observeOnly ? { observeOnly: true } : {}),
    ...(options.tests === true ? { tests: true } : {}),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
  };
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** What is said to a target before its first line. */
export interface ToldInside {
  readonly options: InsideOptions;
  /** Absent without probes. */
  readonly plan?: Plan;
  /** Time limits that the configuration says; the environment's own EDDY_LIMITS is among them already. */
  readonly limits?: InsideSettings['limits'];
}

/** The program's own environment and ours: it is inherited by every process that the program starts. */
export function targetEnvironment(
  own: Environment,
  preload: string,
  hub: HubAddress,
  { options, plan, limits }: ToldInside,
): Record<string, string | undefined> {
  // Of a run round this one, if we are in one: what is asked for there is not asked for here.
  const { EDDY_PLAN: _plan, EDDY_PARENT: _parent, EDDY_RUN: _run, ...rest } = own;
  const site = pythonSite(preload);
  return {
    ...rest,
    NODE_OPTIONS: withPreload(own.NODE_OPTIONS ?? '', preload),
    ...(site === undefined ? {} : { PYTHONPATH: withSite(own.PYTHONPATH, site) }),
    EDDY_HUB: hub.socket,
    EDDY_TOKEN: hub.token,
    EDDY_OPTIONS_JSON: JSON.stringify(hub.stays === true ? { ...options, keep: true } : options),
    ...withPlan(plan),
    ...(limits === undefined ? {} : { EDDY_LIMITS: JSON.stringify({ ...tryParse(own.EDDY_LIMITS), ...limits }) }),
  };
}

/** One word of an environment has at most 128 KiB. A plan that is longer is told when the target has said hello. */
const maxPlanBytes = 96 * 1024;

function withPlan(plan: Plan | undefined): { EDDY_PLAN?: string } {
  const text = JSON.stringify(plan);
  return text === undefined || Buffer.byteLength(text) > maxPlanBytes ? {} : { EDDY_PLAN: text };
}

function tryParse(text = '{}'): object {
  try {
    const given: unknown = JSON.parse(text);
    return typeof given === 'object' && given !== null ? given : {};
  } catch {
    return {};
  }
}

/** NODE_OPTIONS with the preload in it once. What the user put there is left as it is, and comes first. */
export function withPreload(nodeOptions: string, preload: string): string {
  const words = splitOptionWords(nodeOptions);
  const has = words.some((word, at) => {
    if (word === `--require=${preload}` || word === `-r=${preload}`) return true;
    return (word === '--require' || word === '-r') && words[at + 1] === preload;
  });
  if (has) return nodeOptions;
  return `${nodeOptions}${nodeOptions === '' || nodeOptions.endsWith(' ') ? '' : ' '}--require ${quoteOption(preload)}`;
}

/** Node splits NODE_OPTIONS at spaces; inside "…" a backslash keeps the next character. */
function quoteOption(word: string): string {
  return /[\s"\\]/.test(word) ? `"${word.replace(/["\\]/g, '\\$&')}"` : word;
}
