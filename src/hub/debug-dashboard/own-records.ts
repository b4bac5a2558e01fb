import { hideSecrets, Redaction } from '../../base/index.ts';
import { metricsOf, type Operation, type OperationMetrics } from './operation.ts';

export interface OwnError {
  readonly type: string;
  readonly message: string;
  readonly operation?: string;
  /** Epoch ms. */
  readonly timestamp: number;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** What callers told, apart from what Eddy saw. */
export interface OwnRecords {
  readonly metrics: OperationMetrics;
  readonly operations: readonly Operation[];
  readonly errors: readonly OwnError[];
  /** The oldest, for which there was no room. */
  readonly dropped: { readonly operations: number; readonly errors: number };
}

const maxHistory = 1_000;
const maxMetadataLetters = 4_000;
const redaction = new Redaction();
export const cancelScopeType = 'CANCEL_SCOPE_ERROR';

/** The newest thousand of each. */
export class OwnBook {
  readonly #operations: Operation[] = [];
  readonly #errors: OwnError[] = [];
  #operationCount = 0;
  #errorCount = 0;
  #scopeCount = 0;

  addOperation({ metadata, ...operation }: Operation): void {
    this.#operationCount++;
    const name = hideSecrets(operation.operation);
    this.#operations.push({ ...operation, operation: name, ...cleaned(metadata) });
    if (this.#operations.length > maxHistory) this.#operations.shift();
  }

  addError({ metadata, ...error }: OwnError): void {
    this.#errorCount++;
    if (error.type === cancelScopeType) this.#scopeCount++;
    this.#errors.push({ ...error, message: hideSecrets(error.message), ...cleaned(metadata) });
    if (this.#errors.length > maxHistory) this.#errors.shift();
  }

  records(now: number): OwnRecords {
    const counted = {
      operations: this.#operations,
      totalOperations: this.#operationCount,
      totalErrors: this.#errorCount,
      cancelScopeErrors: this.#scopeCount,
    };
    return {
      metrics: metricsOf(counted, now),
      operations: [...this.#operations],
      errors: [...this.#errors],
      dropped: {
        operations: this.#operationCount - this.#operations.length,
        errors: this.#errorCount - this.#errors.length,
      },
    };
  }
}

/** As JSON has it, without secrets. What is none, or too long, is left out: who tells us something is never thrown at. */
function cleaned(metadata: Operation['metadata']): Pick<Operation, 'metadata'> {
  if (metadata === undefined) return {};
  try {
    const text = JSON.stringify(metadata, (key, value) => {
      if (redaction.hidesKey(key, value)) return '[hidden]';
      return typeof value === 'string' ? hideSecrets(value) : value;
    });
    return text.length > maxMetadataLetters ? {} : { metadata: JSON.parse(text) };
  } catch {
    return {};
  }
}
