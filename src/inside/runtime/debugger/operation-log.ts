import { Ring } from '../../../base/index.ts';
import { runtime } from '../core/index.ts';
import type { Operation, OperationInfo } from './operation.ts';

const kept = 200;

/** The newest operations. It keeps no promise, and so no result. */
export class OperationLog {
  readonly #operations = new Ring<Operation>(kept);

  add(operation: Operation): void {
    this.#operations.push(operation);
  }

  get total(): number {
    return this.#operations.total;
  }

  get active(): number {
    return this.#operations.toArray().filter(one => one.pending).length;
  }

  /** Of the operations that are kept. */
  get refusedCount(): number {
    return this.#operations.toArray().reduce((sum, one) => sum + one.refusedCount, 0);
  }

  /** Oldest first. */
  list(): OperationInfo[] {
    const now = runtime().worked();
    return this.#operations.toArray().map(one => one.info(now));
  }
}
