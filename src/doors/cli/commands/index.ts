/** doors/cli/commands: every command, each one record. */
import type { Command } from '../command.ts';
import { runCommand } from './run.ts';

export const commands: readonly Command[] = [runCommand];
