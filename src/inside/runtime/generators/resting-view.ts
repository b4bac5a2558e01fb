import type { RestingGenerator } from '../findings/generator-abandoned.ts';
import { nameOf } from './generator-name.ts';
import type { GeneratorRecord } from './generator-record.ts';

/** The record as one look sees it: a later step makes a later look, and this one finds nothing any more. */
export function restingView(record: GeneratorRecord): RestingGenerator {
  const { steps, restingSince } = record;
  return {
    steps,
    restingSince,
    stepped: record.stepped,
    get name() {
      return nameOf(record);
    },
    get owner() {
      return record.owner;
    },
    get shared() {
      return record.shared;
    },
    get state() {
      return record.steps === steps ? record.state : 'stepped';
    },
  };
}
