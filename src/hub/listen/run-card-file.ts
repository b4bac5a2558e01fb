import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunCardText, runCardFile } from '../../wire/protocol/index.ts';

/** Lays the card of a run into its folder, whole or not at all. */
export function writeRunCard(folder: string, text: RunCardText): void {
  const path = join(folder, runCardFile);
  // Its ending is one that counts as ours when the folder is left behind.
  const draft = `${path}.lines`;
  writeFileSync(draft, JSON.stringify(text), { mode: 0o600 });
  renameSync(draft, path);
}
