import { useEffect, useState } from 'preact/hooks';
import { attempt } from '../frame/index.ts';
import type { ModelPorts, Shelf } from '../model/index.ts';
import { sayBytes, sayCount, sayMs, sayNumber, sayPlace } from '../words/index.ts';
import {
  type Comparison as Compared,
  type ComparedFinding,
  type ComparedFlow,
  compare,
  type Spread,
} from './compare.ts';
import { sideOf } from './side-of.ts';

interface ComparisonProps {
  readonly shelf: Shelf;
  readonly ports: ModelPorts;
  /** Ids of the two, the earlier one first. */
  readonly before: string;
  readonly after: string;
}

interface Told {
  readonly titles: readonly [string, string];
  readonly compared: Compared;
}

export function Comparison({ shelf, ports, before, after }: ComparisonProps) {
  const [told, setTold] = useState<Told | 'failed' | undefined>(undefined);
  useEffect(() => {
    let isOver = false;
    setTold(undefined);
    const read = async (): Promise<Told> => {
      const [a, b] = [await sideOf(before, shelf, ports), await sideOf(after, shelf, ports)];
      return { titles: [a.title, b.title], compared: compare(a, b) };
    };
    void attempt(read).then(done => {
      if (!isOver) setTold(done ?? 'failed');
    });
    return () => {
      isOver = true;
    };
  }, [before, after, shelf, ports]);
  if (told === undefined) return <p class="quiet">Reading both …</p>;
  if (told === 'failed') return <p class="quiet">They cannot be compared: one of them could not be read.</p>;
  const { titles, compared } = told;
  return (
    <div class="comparison">
      <dl class="sides">
        <div>
          <dt>A</dt>
          <dd>{titles[0]}</dd>
        </div>
        <div>
          <dt>B</dt>
          <dd>{titles[1]}</dd>
        </div>
      </dl>
      <h3>Findings</h3>
      <Findings findings={compared.findings} />
      <h3>Flows of the same name</h3>
      <Flows flows={compared.flows} more={compared.moreFlows} />
      <h3>System</h3>
      <Peaks peaks={compared.peaks} />
    </div>
  );
}

const changeWords = { came: 'came', went: 'went', stayed: 'stayed' } as const;

function Findings({ findings }: { readonly findings: readonly ComparedFinding[] }) {
  if (findings.length === 0) return <p class="quiet">Neither has one.</p>;
  return (
    <div class="scroll-x">
      <table>
        <thead>
          <tr>
            <th scope="col">Change</th>
            <th scope="col">Finding</th>
            <th scope="col" class="number">
              A
            </th>
            <th scope="col" class="number">
              B
            </th>
          </tr>
        </thead>
        <tbody>
          {findings.map(({ change, group: { key, kind, finding }, before, after }) => {
            const site = Object.values(finding.sites)[0];
            return (
              <tr key={key}>
                <td>
                  <span class={`chip ${change === 'came' ? 'error' : change === 'went' ? 'busy' : ''}`}>
                    {changeWords[change]}
                  </span>
                </td>
                <td>
                  <strong>{kind}</strong>{' '}
                  {site !== undefined && <code title={site.file}>{sayPlace(site.file, site.line)}</code>}
                  <div class="quiet">{finding.message}</div>
                </td>
                <td class="number">{sayNumber(before)}</td>
                <td class="number">{sayNumber(after)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Flows({ flows, more }: { readonly flows: readonly ComparedFlow[]; readonly more: number }) {
  if (flows.length === 0) return <p class="quiet">Of neither a flow was seen to end.</p>;
  return (
    <div class="scroll-x">
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col" class="number">
              Count A
            </th>
            <th scope="col" class="number">
              B
            </th>
            <th scope="col" class="number" title="Half of them took at most so long">
              p50 A
            </th>
            <th scope="col" class="number">
              B
            </th>
            <th scope="col" class="number" title="19 of 20 took at most so long">
              p95 A
            </th>
            <th scope="col" class="number">
              B
            </th>
          </tr>
        </thead>
        <tbody>
          {flows.map(({ name, before, after }) => (
            <tr key={name}>
              <th scope="row" class="flow-name">
                {name}
              </th>
              <td class="number">{sayNumber(before?.count ?? 0)}</td>
              <td class="number">{sayNumber(after?.count ?? 0)}</td>
              <Durations of="p50" before={before} after={after} />
              <Durations of="p95" before={before} after={after} />
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <p class="quiet">And {sayCount(more, 'name')} that took less.</p>}
    </div>
  );
}

interface DurationsProps {
  readonly of: 'p50' | 'p95';
  readonly before: Spread | undefined;
  readonly after: Spread | undefined;
}

/** Of fewer flows a change says little. */
const enough = 5;

function Durations({ of, before, after }: DurationsProps) {
  const [was, is] = [before?.[of] ?? Number.NaN, after?.[of] ?? Number.NaN];
  const tells = Math.min(before?.count ?? 0, after?.count ?? 0) >= enough;
  const ratio = tells && was > 0 ? is / was : 1;
  const tone = ratio >= 1.25 ? 'error-text' : ratio <= 0.8 ? 'busy-text' : '';
  return (
    <>
      <td class="number">{sayMs(was)}</td>
      <td class={`number ${tone}`}>
        {sayMs(is)}
        {tone !== '' && <div>×{ratio < 10 ? ratio.toFixed(2) : Math.round(ratio)}</div>}
      </td>
    </>
  );
}

function Peaks({ peaks: [before, after] }: { readonly peaks: Compared['peaks'] }) {
  const rows = [
    ['CPU time, all processes', sayMs(before.cpuMs), sayMs(after.cpuMs)],
    ['Most memory of a process', sayBytes(before.rssPeakBytes), sayBytes(after.rssPeakBytes)],
    ['Event loop late, at most', sayMs(before.worstDelayMs), sayMs(after.worstDelayMs)],
  ];
  return (
    <table class="peaks">
      <thead>
        <tr>
          <th scope="col">Figure</th>
          <th scope="col" class="number">
            A
          </th>
          <th scope="col" class="number">
            B
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([what, was, is]) => (
          <tr key={what}>
            <th scope="row">{what}</th>
            <td class="number">{was}</td>
            <td class="number">{is}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
