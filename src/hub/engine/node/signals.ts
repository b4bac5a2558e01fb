import { readFileSync } from 'node:fs';

/** Signals that people and supervisors send to a program; the others say something about the process they are sent to. */
const passedOn: readonly NodeJS.Signals[] = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  'SIGQUIT',
  'SIGUSR1',
  'SIGUSR2',
  'SIGALRM',
  'SIGABRT',
];

const secondQuitWithinMs = 2_000;

const fromKeyboard = new Set<NodeJS.Signals>(['SIGINT', 'SIGQUIT']);

/**
 * Passes signals on to the program. Those that come before there is one wait for it.
 * Ctrl-C in a terminal reaches every process of the foreground group by itself, the program too: passing it on would
 * make two of one. Who sent a signal is not told to us, so in the foreground SIGINT and SIGQUIT count as keys.
 */
export class SignalRelay {
  readonly #waiting: NodeJS.Signals[] = [];
  readonly #listeners = new Map<NodeJS.Signals, () => void>();
  #quitAt = Number.NEGATIVE_INFINITY;
  #send: ((signal: NodeJS.Signals) => void) | undefined;

  /** `onQuit`: a SIGQUIT asks us to look; a second one soon after is the program's. */
  constructor(onSignal: (signal: NodeJS.Signals) => void, onQuit: () => void = () => {}) {
    for (const signal of passedOn) {
      const listener = () => {
        if (signal === 'SIGQUIT' && this.#isFirstQuit()) onQuit();
        else this.#pass(signal);
        onSignal(signal);
      };
      this.#listeners.set(signal, listener);
      process.on(signal, listener);
    }
  }

  startSending(send: (signal: NodeJS.Signals) => void): void {
    this.#send = send;
    for (const signal of this.#waiting.splice(0)) send(signal);
  }

  close(): void {
    for (const [signal, listener] of this.#listeners) process.off(signal, listener);
    this.#listeners.clear();
  }

  #isFirstQuit(): boolean {
    const now = performance.now();
    const isFirst = this.#send !== undefined && now - this.#quitAt > secondQuitWithinMs;
    this.#quitAt = now;
    return isFirst;
  }

  #pass(signal: NodeJS.Signals): void {
    if (this.#send === undefined) this.#waiting.push(signal);
    else if (!fromKeyboard.has(signal) || !isInForeground()) this.#send(signal);
  }
}

/** Whether our process group has the terminal. Read each time: a shell moves jobs between fore- and background. */
export function isInForeground(): boolean {
  try {
    // After the name in parentheses, which may hold anything: state ppid pgrp session tty_nr tpgid.
    const stat = readFileSync('/proc/self/stat', 'latin1');
    const words = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return words[2] === words[5];
  } catch {
    return process.stdin.isTTY === true || process.stderr.isTTY === true;
  }
}

/** Ends this process by the same signal, so that who waits for us sees what they would have seen of the program. */
export function endBySignal(signal: NodeJS.Signals): void {
  if (signal !== 'SIGKILL' && signal !== 'SIGSTOP') {
    // Taking a handler away puts the default back, also where Node had set something else (SIGPIPE, SIGUSR1).
    const nothing = () => {};
    try {
      process.on(signal, nothing);
      process.off(signal, nothing);
    } catch {
      // A signal that cannot be handled has its default.
    }
  }
  process.kill(process.pid, signal);
}
