import { readlinkSync } from 'node:fs';

/**
 * Files that a shell opened for the program beyond standard error, as in `3>log`. Node closes those below 16 for its
 * children, so they are handed on by name. Files with a path only: pipes and /dev/null here may be Node's own.
 * To be asked before we open files ourselves.
 */
export function inheritedFiles(): number[] {
  const found: number[] = [];
  for (let fd = 3; fd < 16; fd++) {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`);
      if (path.startsWith('/') && path !== '/dev/null') found.push(fd);
    } catch {
      // Not open; or no /proc here.
    }
  }
  return found;
}
