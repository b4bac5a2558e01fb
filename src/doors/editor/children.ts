import type { DapConnection } from '../../wire/dap/index.ts';
import type { TargetInfo } from '../../wire/protocol/index.ts';
import type { EditorDesk } from './desk.ts';
import type { Given } from './settings.ts';

export interface ChildrenWork {
  readonly connection: DapConnection;
  /** What the first session was started with. */
  readonly given: Given;
  /** By which a hub of ours is dialled. */
  readonly run: string;
  desk(): EditorDesk | undefined;
}

/** Kept of the parent's words: where the server is, and how it is entered. */
const kept = ['type', 'debugServer', 'token', 'match', 'mode', 'holdFor'] as const;

/** Processes and threads beside the first, each in a session of its own. False where the editor knows no such thing. */
export function giveChild({ connection, given, run, desk }: ChildrenWork, info: TargetInfo): void {
  const link = desk()?.link;
  const own = Object.fromEntries(kept.flatMap(key => (given[key] === undefined ? [] : [[key, given[key]]])));
  const name = info.kind === 'worker' ? `worker ${info.thread} of ${info.pid}` : `process ${info.pid}`;
  const configuration = {
    ...own,
    request: 'attach',
    name,
    run,
    target: info.id,
    ...(link === undefined ? {} : { session: link.name }),
  };
  connection
    .request('startDebugging', { configuration, request: 'attach' })
    // It would rather see all in one list.
    .catch(() => desk()?.takeBack(info))
    .catch(() => {});
}
