import type { ask as askHub } from '../hub/index.ts';

/** What a model needs of the page around it. */
export interface ModelPorts {
  readonly ask: typeof askHub;
  /** Monotonic ms. */
  now(): number;
  /** Gives a function that takes it back. */
  after(ms: number, work: () => void): () => void;
  /** Nobody looks at the page. */
  isHidden(): boolean;
  /** Something of the page itself went wrong; absent: nobody wants to know. */
  onTrouble?(error: unknown): void;
}
