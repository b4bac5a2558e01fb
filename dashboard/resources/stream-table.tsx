import type { OpenStream } from '../../src/wire/protocol/index.ts';
import type { Model } from '../model/index.ts';
import { sayAgo, sayBytes } from '../words/index.ts';
import { FlowLink, maxRows, Place } from './section.tsx';
import { TableHead } from './table-head.tsx';

interface StreamTableProps {
  readonly model: Model;
  readonly streams: readonly OpenStream[];
  readonly now: number;
}

/** Sooner looked for than others: who waits, or keeps somebody waiting. */
const order: readonly OpenStream['state'][] = ['full', 'unread', 'idle', 'paused', 'reading', 'flowing', 'writable'];

const about: Readonly<Record<OpenStream['state'], string>> = {
  full: 'who writes has to wait until it drains',
  unread: 'nobody has begun to read',
  idle: 'no read waits; a reader keeps its stream locked meanwhile',
  paused: 'whoever read it has stopped for now',
  reading: 'somebody waits for what comes next',
  flowing: 'what comes is handed on at once',
  writable: 'it is written to and not read',
};

const heads = ['Stream', 'State', 'Flow', 'Other end', '#Came', '#Went', '#To read', '#To send', 'Opened', 'Where'];

export function StreamTable({ model, streams, now }: StreamTableProps) {
  const rows = streams.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state)).slice(0, maxRows);
  return (
    <div class="scroll-x">
      <table>
        <caption class="unseen">Streams that are open</caption>
        <TableHead heads={heads} />
        <tbody>
          {rows.map((one, at) => (
            <tr key={`${one.kind} ${one.flow} ${one.peer} ${at}`}>
              <th scope="row">{one.kind}</th>
              <td>
                <span class={`chip ${one.state === 'full' ? 'warning' : ''}`} title={about[one.state]}>
                  {one.state}
                </span>
              </td>
              <td>
                <FlowLink model={model} flow={one.flow} name={one.flowName} />
              </td>
              <td class="mono">{one.peer ?? <span class="quiet">–</span>}</td>
              {[one.bytesRead, one.bytesWritten, one.toRead, one.toWrite].map((bytes, column) => (
                <td key={heads[column + 4]} class="number">
                  {bytes === undefined ? '–' : sayBytes(bytes)}
                </td>
              ))}
              <td>{one.opened === undefined ? <span class="quiet">–</span> : sayAgo(one.opened, now)}</td>
              <td>
                <Place value={one.site} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
