/** doors/cli/commands: every command, each one record. */
import type { Command } from '../command.ts';
import { attachCommand } from './attach.ts';
import { configCommand } from './config.ts';
import { dapCommand } from './dap.ts';
import { doctorCommand } from './doctor.ts';
import { dumpCommand } from './dump.ts';
import { explainCommand } from './explain.ts';
import { exportCommand, historyCommand, reportCommand } from './history.ts';
import { holdsCommand } from './holds.ts';
import { ideCommand } from './ide.ts';
import { evalCommand, resumeCommand, setCommand, stepCommand, varsCommand } from './on-hold.ts';
import { openCommand } from './open.ts';
import { psCommand } from './ps.ts';
import { runCommand } from './run.ts';
import { runsCommand } from './runs.ts';
import { serveCommand } from './serve.ts';
import { sessionsCommand } from './sessions.ts';
import { holdCommand, logCommand, snapCommand, stopCommand } from './set-probe.ts';
import { shutdownCommand, statusCommand } from './status.ts';
import { streamsCommand } from './streams.ts';
import { testCommand } from './test.ts';
import { topCommand } from './top.ts';
import { offCommand, unsetCommand } from './unset.ts';
import { whereCommand } from './where.ts';
import { whyCommand } from './why.ts';

export { readWhyWords } from './why.ts';

export const commands: readonly Command[] = [
  runCommand,
  testCommand,
  attachCommand,
  whyCommand,
  runsCommand,
  psCommand,
  topCommand,
  whereCommand,
  streamsCommand,
  dumpCommand,
  sessionsCommand,
  holdCommand,
  stopCommand,
  snapCommand,
  logCommand,
  holdsCommand,
  varsCommand,
  evalCommand,
  setCommand,
  stepCommand,
  resumeCommand,
  unsetCommand,
  offCommand,
  explainCommand,
  serveCommand,
  openCommand,
  dapCommand,
  ideCommand,
  statusCommand,
  historyCommand,
  reportCommand,
  exportCommand,
  shutdownCommand,
  configCommand,
  doctorCommand,
];
