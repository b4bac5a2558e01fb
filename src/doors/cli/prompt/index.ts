/**
 * doors/cli/prompt: what is held, shown in the terminal beside the run, and the commands typed there. It must not know how
 * a command does what it is asked to: that is the command line's, whose words it hands over.
 */
export { HoldPrompt } from './hold-prompt.ts';
export { type TerminalPlace, tryTerminal } from './terminal.ts';
