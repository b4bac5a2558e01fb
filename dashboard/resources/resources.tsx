import { Empty, NothingRuns, useNow, useRarely, type ViewProps } from '../frame/index.ts';
import type { Model } from '../model/index.ts';
import { itemsOf, useReports } from '../reports/index.ts';
import { GeneratorTable } from './generator-table.tsx';
import { LockTable } from './lock-table.tsx';
import { OperationTable } from './operation-table.tsx';
import { ScopeTable } from './scope-table.tsx';
import { SdkTable } from './sdk-table.tsx';
import { SessionTable } from './session-table.tsx';
import { Streams } from './streams.tsx';
import { waitGraphOf } from './wait-graph.ts';
import { WaitGraphView } from './wait-graph.tsx';

/** `#/resources` */
export function Resources({ model }: ViewProps) {
  const clock = useNow(1_000);
  // Of what is over, its end is now.
  const now = model.past?.report?.ended ?? model.endedAt.value ?? clock;
  useRarely(model.flowsRevision, 2_000);
  const { reports, trouble } = useReports(model);
  const isThere = reports.length > 0;
  const findings = model.findings.value;
  const graph = waitGraphOf(reports, findings);
  const items = (name: 'locks' | 'scopes' | 'generators' | 'sdkSessions' | 'sessions') =>
    reports.flatMap(report => itemsOf(report[name]));
  return (
    <section class="resources">
      <h1>Resources</h1>
      <NothingRuns model={model} />
      {!isThere && model.past !== undefined && <Empty title="No report of this run was kept." />}
      {trouble !== undefined && <p class="error-text">The newest state could not be had: {trouble}</p>}
      {isThere && <WaitGraphView graph={graph} />}
      {(isThere || model.flows.size > 0) && <OperationTable model={model} now={now} />}
      {isThere && (
        <>
          <LockTable model={model} locks={items('locks')} listings={reports.map(({ locks }) => locks)} graph={graph} />
          <SdkTable
            model={model}
            items={items('sdkSessions')}
            listings={reports.map(one => one.sdkSessions)}
            now={now}
          />
          <ScopeTable model={model} items={items('scopes')} listings={reports.map(({ scopes }) => scopes)} now={now} />
          <GeneratorTable
            model={model}
            items={items('generators')}
            listings={reports.map(({ generators }) => generators)}
            now={now}
          />
          <Streams model={model} findings={findings} reports={reports} now={now} />
          <SessionTable
            model={model}
            items={items('sessions')}
            listings={reports.map(({ sessions }) => sessions)}
            now={now}
          />
          {model.past === undefined && (
            <p class="quiet about">{sayOfWhen(model)} What a target does not report is not here.</p>
          )}
        </>
      )}
    </section>
  );
}

function sayOfWhen({ endedAt, line }: Model): string {
  if (endedAt.value !== undefined) return 'As it stood when the run ended.';
  if (line.value === 'over')
    return 'The run is over, and how it stood then was not told to this page: this is of some time before.';
  return 'Sampled: each target tells its state about once a second, and this page asks every two.';
}
