export const root: string;
export const olderNodes: Readonly<Record<number, string>>;
export function pinnedVersion(): string;
export function nodePackage(): string;
export function tryPinnedNode(): string | undefined;
export function linkPinnedNode(): void;
/** The Node of a major version, if it is here already. */
export function tryNodePath(major: number): string | undefined;
/** The Node of a major version (22, 24, 26). Gets it first where it is missing; throws when it cannot. */
export function nodePath(major: number): string;
export function npm(args: readonly string[], options?: { cwd?: string; show?: boolean }): string;
export function underPinnedNode(scriptUrl: string): void;
