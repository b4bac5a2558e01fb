import { fail, hideSecrets, nearest } from '../../../base/index.ts';
import { type FlowActivity, sayDuration } from '../../../wire/protocol/index.ts';
import type { Hub } from '../../client/index.ts';
import { controlCommand } from '../control-command.ts';
import { cut, flowTree, oneLine, place } from '../words/index.ts';

export const whereCommand = controlCommand({
  name: 'where',
  usage: 'FLOW [options]',
  about: 'Show the async stack of one flow: each function of it, the line that it awaits, and who started it.',
  options: [],
  details: [
    'FLOW is an id as `eddy ps` lists it, or a name that only one flow has: as it is shown there, or with the secrets that are hidden there.',
  ],
  examples: ['eddy where k3x9.12', "eddy where 'GET /buy'"],
  needs: ['which flow?'],
  async run({ hub, words, ports, paint, answer }) {
    const { flow, at } = await find(hub, words[0]!);
    const parent = flow.parent === undefined ? undefined : await tryGet(hub, flow.parent);
    return answer({ at, flow, ...(parent === undefined ? {} : { parent }) }, () => {
      const look = { cwd: ports.cwd, paint };
      const tree = flowTree(flow, look);
      const lines = [
        `${paint.bold(flow.id)} ${oneLine(flow.name)} (${flow.kind}), ${flow.state}, ${sayDuration(at - flow.startedAt)} old`,
        startedBy(flow, parent, ports.cwd),
        ...(flow.holds.length === 0 ? [] : [`it has ${flow.holds.map(oneLine).join(', ')}`]),
        ...(flow.sessions.length === 0 ? [] : [`bound to session ${flow.sessions.map(oneLine).join(', ')}`]),
        ...(tree.length > 0 ? tree : ['  none of its functions that have gates is alive']),
      ];
      return lines.map(line => `${line}\n`).join('');
    });
  },
});

function startedBy(flow: FlowActivity, parent: FlowActivity | undefined, cwd: string): string {
  const born = flow.born === undefined ? '' : ` at ${place({ ...flow.born, function: '' }, cwd)}`;
  if (flow.parent === undefined) return `started${born === '' ? ' with the program or from outside' : born}`;
  const name = parent === undefined ? ' (ended)' : ` ${oneLine(parent.name)}`;
  return `started by ${flow.parent}${name}${born}`;
}

async function find(hub: Hub, wanted: string): Promise<{ flow: FlowActivity; at: number }> {
  const isId = /^[0-9a-z]+\.\d+$/.test(wanted);
  const { at, targets } = await hub.ask('flows', isId ? { flows: [wanted] } : {});
  const all = targets.flatMap(({ activity }) => activity?.flows ?? []);
  // A name was told without its secrets, and is shown in one line that may be cut.
  const shown = hideSecrets(wanted);
  const found = all.filter(
    ({ id, name }) => id === wanted || [name, oneLine(name), cut(oneLine(name))].includes(shown),
  );
  if (found.length === 1) return { flow: found[0]!, at };
  if (found.length > 1) {
    const ids = found.map(({ id }) => id);
    throw fail('unknown-id', `${found.length} flows are called "${shown}": ${ids.slice(0, 10).join(', ')}.`, {
      hint: shown === wanted ? 'Name one by its id.' : 'What differs in their names may be hidden: name one by its id.',
      data: { flows: ids },
    });
  }
  // Not there, as far as those say that can answer.
  const silent = targets.find(({ error }) => error !== undefined)?.error;
  if (silent !== undefined) throw fail('no-answer', silent.message, { hint: 'What is known: eddy ps.' });
  const near = nearest(
    shown,
    all.flatMap(({ id, name }) => [id, name]),
  );
  throw fail('unknown-id', `No flow "${shown}" is alive.`, {
    hint: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'See: eddy ps.',
    data: { flow: shown, near },
  });
}

async function tryGet(hub: Hub, id: string): Promise<FlowActivity | undefined> {
  const { targets } = await hub.ask('flows', { flows: [id] });
  return targets.flatMap(({ activity }) => activity?.flows ?? []).find(flow => flow.id === id);
}
