import { appendFileSync, closeSync, constants, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

const privately = 0o600;
/** A pipe that nobody reads is not waited for. */
const atOnce = constants.O_WRONLY | constants.O_NONBLOCK;

/**
 * Whoever looks there finds a whole one. It is for this user alone, unless a file was there, which keeps who may read it. What is
 * no file, as /dev/null or a pipe, is written to, one report after another, and never replaced.
 */
export function writeReport(path: string, text: string): void {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there !== undefined && !there.isFile()) {
    const file = openSync(path, atOnce);
    try {
      writeFileSync(file, text);
    } finally {
      closeSync(file);
    }
    return;
  }
  const draft = `${path}.${process.pid}.tmp`;
  // Not what lies there already, as a link that another user has laid.
  rmSync(draft, { force: true });
  writeFileSync(draft, text, { flag: 'wx', mode: (there?.mode ?? privately) & 0o777 });
  renameSync(draft, path);
}

export function appendEvents(path: string, lines: string): void {
  appendFileSync(path, lines, { mode: privately });
}
