import type { Finding } from '../../../../wire/protocol/index.ts';
import type { Answer, EndWords, ObservedWords, OtherWords, PlaceWords, RootWords } from './answer.ts';
import { nextStep } from './next-step.ts';
import {
  coverageIn,
  listingOf,
  mainFlowsOf,
  type Observation,
  toldBy,
  uncaughtIn,
  type Waiting,
  waitingIn,
} from './observation.ts';
import { placeWords } from './places.ts';
import { told } from './quoted.ts';
import { type Chosen, chooseRoot } from './root.ts';
import { tellingRoles } from './rules.ts';
import { surenessOf } from './sureness.ts';
import { testsIn } from './tests.ts';
import { unseenIn } from './unseen.ts';

const maxOthers = 8;
const maxWaiting = 8;
const maxFlows = 5;

/** All that there is to say; `withinBudget` makes it smaller. */
export function makeAnswer(seen: Observation): Answer {
  const { report } = seen.result;
  const chosen = chooseRoot(report.findings, mainFlowsOf(report));
  const waiting = waitingIn(seen);
  const uncaught = uncaughtIn(report);
  const tests = testsIn(seen);
  const known = {
    waiting,
    hasTests: tests !== undefined,
    isSeen: toldBy(report).length > 0,
    ...(uncaught === undefined ? {} : { uncaught }),
  };
  return {
    version: 1,
    root: chosen === undefined ? null : rootWords(chosen.root, report.started),
    ...(chosen === undefined ? {} : evidenceOf(chosen, waiting, seen)),
    ...(tests === undefined ? {} : { tests }),
    ...(uncaught === undefined
      ? {}
      : {
          uncaught: {
            ...(uncaught.site === undefined ? {} : { at: placeWords('thrown', uncaught.site, seen) }),
            fromProgram: { error: told(uncaught.error) },
          },
        }),
    ...(chosen !== undefined && seen.timeUp === undefined ? {} : someWaiting(waiting, seen)),
    end: endWords(seen),
    observed: observedWords(seen),
    sure: surenessOf(chosen?.root, report),
    notObserved: unseenIn(seen),
    next: nextStep(chosen === undefined ? known : { ...known, root: chosen.root }, seen),
    cut: [],
  };
}

function rootWords(
  { kind, severity, count, firstAt, lastAt, hint, message, flows }: Finding,
  started: number,
): RootWords {
  return {
    kind,
    severity,
    count,
    firstMs: Math.max(0, Math.round(firstAt - started)),
    lastMs: Math.max(0, Math.round(lastAt - started)),
    hint: told(hint),
    fromProgram: {
      message: told(message, 400),
      flows: flows.slice(0, maxFlows).map(({ id, name }) => told(`${id} ${name}`, 80)),
    },
  };
}

function evidenceOf({ root, explained, others }: Chosen, waiting: readonly Waiting[], seen: Observation) {
  const names = new Map(root.flows.map(({ id, name }) => [id, name]));
  const sites = Object.entries(root.sites).map(([role, site]) => {
    const flowName = site.flow === undefined ? undefined : names.get(site.flow);
    return placeWords(role, site, seen, {
      ...(site.flow === undefined ? {} : { flow: site.flow }),
      ...(flowName === undefined ? {} : { flowName }),
    });
  });
  const isTold = ({ file, line }: Waiting) =>
    Object.values(root.sites).some(site => site.file === file && site.line === line);
  const ofFlows = waiting.filter(one => names.has(one.flow) && !isTold(one));
  return {
    evidence: [...sites, ...ofFlows.slice(0, maxWaiting).map(one => waitingWords(one, seen))],
    explained: explained.slice(0, maxOthers).map(one => otherWords(one, seen)),
    others: others.slice(0, maxOthers).map(finding => otherWords({ finding }, seen)),
  };
}

function otherWords(
  { finding, link }: Partial<Chosen['explained'][number]> & { finding: Finding },
  seen: Observation,
): OtherWords {
  const { kind, severity, count, sites } = finding;
  const role = tellingRoles.find(one => sites[one] !== undefined);
  return {
    kind,
    severity,
    count,
    ...(link === undefined ? {} : { link }),
    ...(role === undefined ? {} : { at: placeWords(role, sites[role]!, seen) }),
  };
}

function someWaiting(waiting: readonly Waiting[], seen: Observation): { waiting?: readonly PlaceWords[] } {
  if (waiting.length === 0) return {};
  return { waiting: waiting.slice(0, maxWaiting).map(one => waitingWords(one, seen)) };
}

function waitingWords(one: Waiting, seen: Observation): PlaceWords {
  const { flow, flowName, forMs, state } = one;
  return placeWords(state === 'waiting' ? 'awaits' : state, one, seen, { flow, flowName, forMs });
}

function endWords({ result: { end, report }, timeUp }: Observation): EndWords {
  const more = {
    afterMs: Math.round(report.ended - report.started),
    ...(timeUp === undefined ? {} : { timeUp: true as const }),
  };
  return end.how === 'exit' ? { how: 'exit', code: end.code, ...more } : { how: 'signal', signal: end.signal, ...more };
}

function observedWords({ result: { report } }: Observation): ObservedWords {
  const { targets, findings } = report;
  const coverage = coverageIn(report);
  return {
    processes: targets.filter(({ kind }) => kind === 'process').length,
    threads: targets.length,
    told: toldBy(report).length,
    flows: listingOf(report, 'flows').total,
    tasks: listingOf(report, 'tasks').total,
    findings: findings.length,
    gatedFiles: coverage?.files ?? 0,
    gatedFunctions: coverage?.functions ?? 0,
  };
}
