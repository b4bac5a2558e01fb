// A program may replace them. Node 22 has only the whole process's: then other threads' work counts too.
const { threadCpuUsage = process.cpuUsage } = process as { threadCpuUsage?: typeof process.cpuUsage };
const { apply } = Reflect;

/** What this thread has worked, in ms. */
export function threadCpuMs(): number {
  const { user, system } = apply(threadCpuUsage, process, []);
  return (user + system) / 1_000;
}
