import { toldText } from '../capture/index.ts';
import type { TaskRecord, TaskState } from './task-record.ts';

export type { TaskState } from './task-record.ts';

export interface TaskPlace {
  readonly file: string;
  readonly line: number;
  readonly function: string;
}

/** A cancel that was asked for. Whether the task obeyed is told by its state. */
export interface CancelInfo {
  /** The flow that asked. */
  readonly by: { readonly id: string; readonly name: string };
  readonly reason: string;
  /** Epoch ms. */
  readonly at: number;
  /** Absent where no code of the user's asked, as with a deadline. */
  readonly site?: TaskPlace;
}

/** A task as it stands: plain values, nothing of the task is kept alive by it. */
export interface TaskInfo {
  /** That of its flow. */
  readonly id: string;
  readonly name: string;
  readonly state: TaskState;
  /** Id of the flow that made it; absent for one whose ancestors were forgotten. */
  readonly parent?: string;
  /** Epoch ms. */
  readonly started: number;
  /** Epoch ms; absent while it is pending. */
  readonly ended?: number;
  /** How long it has been running, or ran. */
  readonly ageMs: number;
  /** Pending for longer than its limit. */
  readonly slow: boolean;
  /** Where it was made; absent when no code of the user's was on the stack. */
  readonly created?: TaskPlace;
  /** Absent when nobody asked for one. */
  readonly cancel?: CancelInfo;
  /** Name and message of what it failed with. */
  readonly error?: string;
}

export function infoOf(record: TaskRecord, nowMs: number): TaskInfo {
  const { flow, cancel } = record;
  const created = placeOf(flow.born?.site());
  const ageMs = flow.endedAt === undefined ? nowMs - record.startedMs : flow.endedAt - flow.startedAt;
  const site = cancel === undefined ? undefined : placeOf(cancel.trace.site());
  return {
    id: flow.id,
    name: flow.name,
    state: record.state,
    started: flow.startedAt,
    ageMs,
    slow: record.pending && ageMs >= record.slowAfterMs,
    ...(flow.parent === undefined ? {} : { parent: flow.parent.id }),
    ...(flow.endedAt === undefined ? {} : { ended: flow.endedAt }),
    ...(created === undefined ? {} : { created }),
    ...(cancel === undefined
      ? {}
      : {
          cancel: {
            by: cancel.by,
            reason: toldText(cancel.text),
            at: cancel.at,
            ...(site === undefined ? {} : { site }),
          },
        }),
    ...(record.error === undefined ? {} : { error: toldText(record.error) }),
  };
}

function placeOf(site: TaskPlace | undefined): TaskPlace | undefined {
  return site === undefined ? undefined : { file: site.file, line: site.line, function: site.function };
}
