/** Whether a process of that number is there, ours or another user's; one that nobody has waited for yet is. */
export function pidAnswers(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
