import { commands } from '../../src/doors/cli/commands/index.ts';
import { commandHelp, generalHelp } from '../../src/doors/cli/help.ts';
import { page } from './markdown.ts';

/** What `eddy --help` and `eddy COMMAND --help` say, made from the commands' records. */
export function cliPage(): string {
  const parts = commands.map(command => `## eddy ${command.name}\n\n${block(commandHelp(command))}`);
  return page('The command line', 'the records in src/doors/cli/commands', block(generalHelp(commands)), ...parts);
}

function block(text: string): string {
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\``;
}
