/** What NODE_OPTIONS means for the program is read by Eddy's own process, too. */

/** Its inspector would take the port of the program's, and a debugger would find us there. */
export function leaveInspector({ NODE_OPTIONS = '' }: NodeJS.ProcessEnv): void {
  const isOpen = (word: string) => /^--inspect(?:-brk|-wait)?(?:=|$)/.test(word);
  // Who debugs Eddy itself says so on its own command line.
  if (!NODE_OPTIONS.split(/\s+/).some(isOpen) || process.execArgv.some(isOpen)) return;
  process.getBuiltinModule('node:inspector').close();
}

/** Its permissions may not let it read its own files. */
export function sayDenied(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ERR_ACCESS_DENIED') throw error;
  process.stderr.write(
    'eddy: NODE_OPTIONS has --permission, under which Eddy cannot read its own files. Give it to the program alone: eddy run node --permission … PROGRAM.\n',
  );
  process.exitCode = 2;
}
