import { parseLine, type TargetLine } from '../../wire/protocol/index.ts';
import type { Channel } from '../keeper/index.ts';

/** Events that the keeper has not taken. What begins in the midst of a line, or ends there, is left. */
export function unheardEvents(channel: Channel): TargetLine[] {
  return new TextDecoder()
    .decode(channel.read())
    .split('\n')
    .flatMap(text => {
      if (!text.startsWith('{"say":"event"')) return [];
      try {
        return [parseLine(text)];
      } catch {
        return [];
      }
    });
}
