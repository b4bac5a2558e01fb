export interface ExpressionFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly isPython: boolean;
  /** Asked before, the oldest first. */
  readonly history: readonly string[];
  /** What may stand after `before`: names in scope, or fields of what stands before the dot. */
  readonly complete: (before: string) => Promise<readonly Suggestion[]>;
  readonly onEnter: (expression: string) => void;
}

export interface Suggestion {
  readonly label: string;
  readonly type: 'variable' | 'property';
  readonly detail?: string;
}
