import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { getEnvironmentData, isMainThread } from 'node:worker_threads';
import { fail, laidBy, laidByAnother } from '../../base/index.ts';
import {
  type FailOn,
  type InsideSettings,
  type Plan,
  parseRunOptions,
  splitOptionWords,
} from '../../wire/protocol/index.ts';
import { type HubPlace, tokenFileOf } from '../keeper/index.ts';

export interface GateChoice {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

export interface InsideOptions {
  /** Absent when nobody listens. */
  readonly hub?: HubPlace;
  /** Id of the target that started this one; absent for the first. */
  readonly parent?: string;
  readonly events: boolean;
  /** Absent: no file gets gates. */
  readonly gates?: GateChoice;
  /** The first line waits until somebody says go. */
  readonly wait?: true;
  /** Where flows wait that are pending at the end is told. */
  readonly dump?: true;
  /** Tests of known runners are followed. */
  readonly tests?: true;
  /** What is asked for from the first line on. */
  readonly plan?: Plan;
  /** What the configuration says; absent: nothing. */
  readonly settings?: InsideSettings;
  readonly reportFile?: string;
  readonly eventsFile?: string;
  readonly failOn?: FailOn;
  /** What children need in their environment to be part of this run. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Where a thread leaves the options for those that it starts, whose environment may be another. */
export const threadKey = 'eddy.options.1';

const passed = [
  ...['EDDY_HUB', 'EDDY_TOKEN', 'EDDY_TOKEN_FILE', 'EDDY_CA', 'EDDY_RUN'],
  ...['EDDY_OPTIONS_JSON', 'EDDY_OPTIONS', 'EDDY_LIMITS', 'EDDY_PLAN'],
];

export function readOptions(): InsideOptions {
  if (!isMainThread) {
    const given = getEnvironmentData(threadKey);
    if (typeof given === 'string') return JSON.parse(given) as InsideOptions;
  }
  const environment: Record<string, string> = {};
  for (const name of passed) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  const { EDDY_PARENT: parent } = process.env;
  const { EDDY_HUB: address } = environment;
  if (address !== undefined) {
    const { wait, ...wanted } = JSON.parse(environment.EDDY_OPTIONS_JSON ?? '{}') as Wanted;
    // The program waits, and not each of its children.
    if (wait === true) environment.EDDY_OPTIONS_JSON = process.env.EDDY_OPTIONS_JSON = JSON.stringify(wanted);
    const { EDDY_PLAN: plan } = environment;
    return {
      hub: hubPlace(address, environment, wanted.keep === true),
      ...(parent === undefined ? {} : { parent }),
      events: wanted.events === true,
      environment,
      ...(wait === true ? { wait } : {}),
      ...(wanted.dump === true ? { dump: true } : {}),
      ...(wanted.tests === true ? { tests: true } : {}),
      ...(wanted.gates === false ? {} : { gates: wanted.gates ?? { include: [], exclude: [] } }),
      ...(plan === undefined ? {} : { plan: JSON.parse(plan) as Plan }),
      ...(wanted.settings === undefined ? {} : { settings: wanted.settings }),
    };
  }
  return withoutHub(environment);
}

/** A child may run in another folder than we do: files are told to it by their whole path. */
function hubPlace(address: string, environment: Record<string, string>, keep: boolean): HubPlace {
  for (const name of ['EDDY_TOKEN_FILE', 'EDDY_CA'])
    if (environment[name] !== undefined) environment[name] = resolve(environment[name]);
  const { EDDY_TOKEN: token, EDDY_TOKEN_FILE: named, EDDY_CA: ca, EDDY_RUN: run } = environment;
  const tokenFile = named ?? tokenFileOf(address);
  if (token === undefined && tokenFile === undefined) {
    throw fail('bad-option', `The hub at ${address} wants a token, and none was given.`, {
      hint: 'Set EDDY_TOKEN, or EDDY_TOKEN_FILE to a file that holds it.',
    });
  }
  return {
    address,
    ...(token === undefined ? { tokenFile: tokenFile! } : { token }),
    ...(ca === undefined ? {} : { ca }),
    ...(run === undefined ? {} : { run }),
    ...(keep ? { keep } : {}),
  };
}

interface Wanted {
  readonly events?: boolean;
  readonly gates?: GateChoice | false;
  readonly wait?: boolean;
  readonly dump?: boolean;
  readonly tests?: boolean;
  readonly keep?: boolean;
  readonly settings?: InsideSettings;
}

function withoutHub(environment: Record<string, string>): InsideOptions {
  const words = splitOptionWords(environment.EDDY_OPTIONS ?? '');
  if (words.length === 0) return { events: false, environment };
  const { options } = parseRunOptions(words);
  // A child of ours would write over its parent's files: it gets names of its own.
  const own = (file: string | undefined) => {
    if (file === undefined) return undefined;
    const path = resolve(file.replaceAll('%p', String(process.pid)));
    return process.env.EDDY_PARENT === undefined || file.includes('%p') ? path : `${path}.${process.pid}`;
  };
  const reportFile = own(options.report);
  const eventsFile = own(options.events);
  for (const file of [reportFile, eventsFile]) if (file !== undefined) mustBeWritable(file);
  return {
    events: eventsFile !== undefined,
    environment,
    ...(reportFile === undefined ? {} : { reportFile }),
    ...(eventsFile === undefined ? {} : { eventsFile }),
    ...(options.failOn.length === 0 ? {} : { failOn: options.failOn }),
  };
}

/** Whether anybody hears what is said. */
export function isHeard({ hub, reportFile, eventsFile, failOn }: InsideOptions): boolean {
  return [hub, reportFile, eventsFile, failOn].some(one => one !== undefined);
}

function mustBeWritable(file: string): void {
  const another = laidBy(file);
  if (another !== undefined) throw laidByAnother(file, another);
  try {
    accessSync(dirname(file), constants.W_OK);
    if (existsSync(file)) accessSync(file, constants.W_OK);
  } catch (cause) {
    throw fail('cannot-write', `${file} cannot be written.`, {
      hint: 'Name a file in a folder that exists and is yours.',
      cause,
    });
  }
}
