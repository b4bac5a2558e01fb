import { addressOf } from '../frame/index.ts';
import { sayTime } from '../words/index.ts';
import { describeFlow } from './describe.ts';
import type { River } from './state/index.ts';

/** What is in sight, in words, for those who do not see it. */
export function LaneTable({ river, flows }: { readonly river: River; readonly flows: readonly number[] }) {
  return (
    <div class="unseen">
      <table>
        <caption>Flows in sight</caption>
        <thead>
          <tr>
            <th scope="col">Flow</th>
            <th scope="col">Group</th>
            <th scope="col">State</th>
            <th scope="col">From</th>
            <th scope="col">For</th>
            <th scope="col">At</th>
          </tr>
        </thead>
        <tbody>
          {flows.map(flow => {
            const said = describeFlow(river.model, flow, river.drawnNow);
            return (
              <tr key={said.id}>
                <th scope="row">
                  <a href={addressOf('flow', [said.id])} tabIndex={-1}>
                    {said.name}
                  </a>
                </th>
                <td>{river.lanes.groups[river.lanes.groupOf(flow)]?.title}</td>
                <td>{said.state}</td>
                <td>{sayTime(said.start, true)}</td>
                <td>{said.lasted}</td>
                <td>{said.at}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
