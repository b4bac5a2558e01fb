import { fail, hideSecrets, nearest } from '../../../base/index.ts';
import type { FlowActivity } from '../../../wire/protocol/index.ts';
import type { Hub } from '../../client/index.ts';
import { controlCommand } from '../control-command.ts';
import { cut, flowLines, oneLine } from '../words/index.ts';

export const whereCommand = controlCommand({
  name: 'where',
  usage: 'FLOW [options]',
  about: 'Show the async stack of one flow: each function of it, the line that it awaits, and who started it.',
  options: [],
  details: [
    'FLOW is an id as `eddy ps` lists it, or a name that only one flow has: as it is shown there, or with the secrets that are hidden there.',
  ],
  examples: ['eddy where k3x9.12', "eddy where 'GET /buy'"],
  needs: ['which flow? `eddy ps` lists them.'],
  async run({ hub, words, ports, paint, answer }) {
    const { flow, at } = await find(hub, words[0]!);
    const parent = flow.parent === undefined ? undefined : await tryGet(hub, flow.parent);
    return answer({ at, flow, ...(parent === undefined ? {} : { parent }) }, () => {
      const lines = flowLines({ flow, parent, at }, { cwd: ports.cwd, paint });
      return lines.map(line => `${line}\n`).join('');
    });
  },
});

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
