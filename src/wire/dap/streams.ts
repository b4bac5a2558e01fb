import { PassThrough, type Readable, type Writable } from 'node:stream';

/** What a connection speaks over. */
export interface DapStreams {
  readonly input: Readable;
  readonly output: Writable;
  /** Who is at the other end, as errors name it: `debugpy (pid 71)`, `127.0.0.1:5678`. */
  readonly peer: string;
  /** Why the other side is gone, where its streams cannot say it: how a child ended, what it last said. It settles soon. */
  readonly whyEnded?: () => Promise<string | undefined>;
  /** Lets go of what the streams belong to. Without it both are ended, and destroyed when they do not end. */
  readonly close?: () => void | Promise<void>;
}

/** Two ends in this process. */
export function memoryPair(): [DapStreams, DapStreams] {
  const there = new PassThrough();
  const back = new PassThrough();
  return [
    { input: back, output: there, peer: 'the other end' },
    { input: there, output: back, peer: 'the other end' },
  ];
}
