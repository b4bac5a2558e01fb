import type { Clock } from '../../../base/index.ts';
import type { InitializeRequestArguments, RunInTerminalAnswer, RunInTerminalRequestArguments } from '../index.ts';

export interface ClientOptions {
  readonly clock?: Clock | undefined;
  /** Of any request that says nothing else; 20 s. */
  readonly timeoutMs?: number | undefined;
  /** What we say of ourselves, where it differs: `adapterID`, `locale`, `clientID`. */
  readonly initialize?: Partial<InitializeRequestArguments> | undefined;
  /** Starts a program in a terminal for an adapter that asks. Without it such requests are refused. */
  readonly runInTerminal?: ((given: RunInTerminalRequestArguments) => Promise<RunInTerminalAnswer>) | undefined;
  /** When the connection is cut: connects again, and attaches again where it had. Without it, nothing is done by itself. */
  readonly reconnect?: ReconnectOptions | undefined;
}

export interface ReconnectOptions {
  /** How often it is tried; 5. */
  readonly attempts?: number | undefined;
  /** Before the second try; doubled each time; 200 ms. */
  readonly delayMs?: number | undefined;
}

export interface ConnectionInfo {
  readonly place: string;
  /** Who answers there, with the pid of an adapter that the client started; absent while nobody does. */
  readonly peer?: string | undefined;
  readonly connected: boolean;
  /** Epoch ms of the connection that stands; absent when there is none. */
  readonly connectedAt?: number | undefined;
  /** Connections before this one. */
  readonly reconnects: number;
  /** Why the last one ended; absent while it stands. */
  readonly lastEnd?: string | undefined;
  readonly sessions: readonly ClientSessionInfo[];
}

export interface ClientSessionInfo {
  readonly id: string;
  readonly name: string;
  /** Id of the session that asked for it; absent for the first. */
  readonly parent?: string | undefined;
  readonly state: 'connected' | 'running' | 'stopped' | 'terminated';
  /** Of its program, where the adapter said it. */
  readonly exitCode?: number | undefined;
}
