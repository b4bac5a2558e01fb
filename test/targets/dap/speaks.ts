// A server on its own standard streams: it answers, asks back, and ends when it is told to.
import { DapConnection, ownStdio } from '../../../src/wire/dap/index.ts';
import { answers } from './answers.ts';

answers(new DapConnection(ownStdio()));
