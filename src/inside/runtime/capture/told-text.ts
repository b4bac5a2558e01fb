import { hideSecrets } from '../../../base/index.ts';

/** For what leaves the program: without the secrets that messages carry. */
export function toldText(text: string): string {
  return hideSecrets(text);
}
