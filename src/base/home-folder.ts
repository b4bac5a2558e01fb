import { homedir } from 'node:os';

/** Of a user whom the system does not know, and who has no HOME, the root: so containers set it, and nothing can be kept there. */
export function homeFolder(): string {
  try {
    return homedir();
  } catch {
    return '/';
  }
}
