/** Why gdb did not load debugpy, and what to do where that is known. */
interface LoadTrouble {
  readonly why: string;
  readonly hint?: string;
}

const mostLines = 5;

/** Of all that gdb and debugpy print when it fails: what tells of a cause, and not where debugpy stood itself. */
export function loadTrouble(said: string): LoadTrouble {
  const lines = said.split('\n').map(line => line.trim());
  if (lines.some(line => line.includes('extended state status')))
    return {
      why: 'this gdb cannot call a function in a process on this processor, which keeps more in its registers than gdb knows of.',
      hint: 'gdb 14 or later asks the processor; gdb 13, of Debian 12, cannot where it has AMX. Or have the program call debugpy.listen() and attach to its port.',
    };
  const first = lines.find(line => line !== '') ?? 'it did not say why.';
  const causes = lines.filter(
    line => line !== first && /^(ptrace|Could ?n.t|No symbol|warning:|\w*Error:)/i.test(line),
  );
  return { why: [...new Set([first, ...causes])].slice(0, mostLines).join('\n') };
}
