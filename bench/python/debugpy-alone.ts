import { AsyncDebugClient } from '../../src/wire/dap/client/index.ts';

/** What a program writes under debugpy as an editor has it, with a breakpoint at a line that never stops it. */
export async function withDebugpyAlone(python: string, file: string, line: number, args: readonly string[]) {
  const client = new AsyncDebugClient({ command: python, args: ['-m', 'debugpy.adapter'], name: 'debugpy' });
  try {
    await client.connect();
    await client.setBreakpoint(file, line, { condition: 'False' });
    const written = outputOf(client);
    const over = client.waitFor('terminated', { timeoutMs: 120_000 });
    await client.launch({
      program: file,
      args,
      python: [python],
      console: 'internalConsole',
      justMyCode: false,
      redirectOutput: true,
    });
    await over;
    return await written;
  } finally {
    await client.disconnect();
  }
}

async function outputOf(client: AsyncDebugClient): Promise<string> {
  let out = '';
  for await (const { event, body } of client.events({ events: ['output', 'terminated'] })) {
    if (event === 'terminated') break;
    const { category, output } = body as { category?: string; output: string };
    if (category === 'stdout') out += output;
  }
  return out;
}
