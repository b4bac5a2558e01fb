import { matches } from '../../../base/index.ts';
import { dataOf } from './message-shape.ts';

export interface SdkProtocol {
  readonly isEnd?: (message: unknown) => boolean;
  readonly isToolStart?: (message: unknown) => number;
  readonly isToolEnd?: (message: unknown) => number;
}

/** What the streams of well-known SDKs look like, to spread into the options of a SafeSdk. */
export const sdkProtocols = {
  /** Messages of Anthropic's HTTP API, `stream: true`. */
  anthropicMessages: { isEnd: message => read(message, 'type') === 'message_stop' },
  /** Chunks of OpenAI's chat completions: the last choice tells why it ended. */
  openaiChat: {
    isEnd: message => list(read(message, 'choices')).some(choice => typeof read(choice, 'finish_reason') === 'string'),
  },
  openaiResponses: {
    isEnd: message => matches(/^response\.(completed|failed|incomplete)$/, String(read(message, 'type'))),
  },
  /** Messages of a coding agent's query(): tools run between a tool_use of the assistant and its tool_result. */
  agentQuery: {
    isEnd: message => read(message, 'type') === 'result',
    isToolStart: message => (read(message, 'type') === 'assistant' ? blocks(message, 'tool_use') : 0),
    isToolEnd: message => (read(message, 'type') === 'user' ? blocks(message, 'tool_result') : 0),
  },
} satisfies Record<string, SdkProtocol>;

function blocks(message: unknown, type: string): number {
  return list(read(read(message, 'message'), 'content')).filter(block => read(block, 'type') === type).length;
}

function read(holder: unknown, key: string): unknown {
  return typeof holder === 'object' && holder !== null ? dataOf(holder, key) : undefined;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
