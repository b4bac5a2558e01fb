import type { EddyEvent, Finding, Hold, SessionView, TargetFlows, TargetInfo } from '../../src/wire/protocol/index.ts';

export interface NamedFile {
  readonly file: string;
  /** Who named it, for the paths of its program; absent: nobody in particular. */
  readonly target?: string;
}

export interface NamedBy {
  readonly targets: readonly TargetInfo[];
  readonly flows: readonly TargetFlows[];
  readonly sessions: readonly SessionView[];
  readonly findings: readonly { readonly finding: Finding }[];
  readonly holds: readonly Hold[];
  /** Of probes that acted. */
  readonly events: readonly EddyEvent[];
}

/** Files that targets named: where flows are, what they run, where probes and findings are. Each once, in the order of names. */
export function namedFiles({ targets, flows, sessions, findings, holds, events }: NamedBy): NamedFile[] {
  const files = new Map<string, string | undefined>();
  const add = (file: string | undefined, target?: string) => {
    if (file !== undefined && isSource(file) && files.get(file) === undefined) files.set(file, target);
  };
  for (const { argv, id } of targets) for (const word of argv.slice(0, 3)) add(word, id);
  for (const { target, activity } of flows) {
    for (const { activations, born } of activity?.flows ?? []) {
      add(born?.file, target);
      for (const { file } of activations) add(file, target);
    }
  }
  for (const { target, place, stack } of holds) for (const { file } of [place, ...stack]) add(file, target);
  for (const { probes } of sessions) {
    for (const { bindings } of probes)
      for (const { places, target } of bindings) for (const { file } of places) add(file, target);
  }
  for (const { target, data } of events) if (typeof data.file === 'string') add(data.file, target);
  for (const { finding } of findings) {
    for (const site of Object.values(finding.sites)) add(site?.file, finding.target);
  }
  return [...files]
    .map(([file, target]) => ({ file, ...(target === undefined ? {} : { target }) }))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}

const source = /^\/.+\.(?:[cm]?[jt]sx?|pyw?)$/;
const isOurs = /\/node_modules\/(?:pinned-node|node-linux)/;

function isSource(file: string): boolean {
  return source.test(file) && !isOurs.test(file);
}

/** Whose path ends so first, then those that have it anywhere; packages last. */
export function filesLike(typed: string, files: readonly NamedFile[]): NamedFile[] {
  const words = typed.trim().replace(/^\.\//, '').replace(/:\d*$/, '').toLowerCase();
  const rank = ({ file }: NamedFile) => {
    const name = file.toLowerCase();
    const isPackage = name.includes('/node_modules/') || name.includes('/site-packages/') ? 4 : 0;
    if (words === '') return isPackage;
    const base = name.slice(name.lastIndexOf('/') + 1);
    if (name.endsWith(`/${words}`) || name === words) return isPackage;
    if (base.startsWith(words)) return isPackage + 1;
    return name.includes(words) ? isPackage + 2 : -1;
  };
  const ranked = files.map(file => ({ file, rank: rank(file) })).filter(one => one.rank >= 0);
  return ranked.sort((a, b) => a.rank - b.rank).map(({ file }) => file);
}

/** `shop.ts:42`: the file, and the line where one was typed. */
export function typedPlace(typed: string): { readonly file: string; readonly line?: number } {
  const [, file, digits] = /^(.*?)(?::(\d+))?$/s.exec(typed.trim())!;
  return digits === undefined ? { file: file! } : { file: file!, line: Number(digits) };
}
