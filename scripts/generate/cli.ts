import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../nodes.js';
import { page } from './markdown.ts';

/** The page of `eddy --help`, made from the commands' records; none while there are no commands. */
export async function cliPage(): Promise<string | undefined> {
  const file = join(root, 'src', 'doors', 'cli', 'index.ts');
  if (!existsSync(file)) return undefined;
  const cli: { helpText?: (command?: string) => string; commandNames?: readonly string[] } = await import(
    pathToFileURL(file).href
  );
  if (cli.helpText === undefined) return undefined;
  const block = (text: string) => `\`\`\`text\n${text.trimEnd()}\n\`\`\``;
  const commands = (cli.commandNames ?? []).map(name => `## eddy ${name}\n\n${block(cli.helpText!(name))}`);
  return page('The command line', 'the records in src/doors/cli', block(cli.helpText()), ...commands);
}
