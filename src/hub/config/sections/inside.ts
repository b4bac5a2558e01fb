import { key } from '../key.ts';
import { count, flag, list, text, time } from '../types/index.ts';

const limit = (presetMs: number, about: string) => key(time(0), presetMs, about);

/** What goes on in the program: time limits, what is captured, what is hidden. */
export const insideKeys = {
  limits: {
    taskSlow: limit(10_000, 'A task that runs longer is slow.'),
    letGoAfter: limit(500, 'A hold lets go when another flow has waited so long for what the held flow owns.'),
    cancelIgnored: limit(5_000, 'A cancelled scope whose flow still runs after this ignores its signal.'),
    lockHeld: limit(30_000, 'A lock that is held longer is held long.'),
    lockCycle: limit(250, 'How long waits stand in a ring before it is told.'),
    lockSelfWait: limit(1_000, 'The same for a flow that waits for what it holds itself.'),
    leakGrace: limit(1_000, 'How long a flow may have ended before what it still holds counts as leaked.'),
    generatorReturn: limit(2_000, 'A `return()` of a generator that waits longer is stuck.'),
    generatorAbandoned: limit(60_000, 'A generator that rests longer, and is dropped, was abandoned.'),
    loopBlocked: limit(200, 'The event loop is blocked when it stands still so long.'),
    bodyUnread: limit(10_000, 'A fetched body that nobody has read after this is told.'),
    streamLocked: limit(2_000, 'A reader that keeps its stream after its flow has ended is told after this.'),
    retention: limit(5_000, 'How long a listener must have outlived its use before growth counts.'),
    sdkFirstMessage: limit(60_000, 'An SDK stream without a first message after this is told.'),
    sdkIdle: limit(120_000, 'An SDK stream that is silent so long is told.'),
    sdkInterrupt: limit(5_000, 'An interrupt of an SDK session that takes longer is stuck.'),
    sdkClose: limit(2_000, 'How long each step of an SDK run’s clean-up may take.'),
  },
  redaction: {
    addKeys: key(
      list(text('name'), 'list of names'),
      [],
      'More names whose values are hidden, beside the usual ones: `licenceKey`, `x-signature`.',
    ),
    exceptKeys: key(list(text('name'), 'list of names'), [], 'Names that are shown although a rule hides them.'),
  },
  capture: {
    depth: key(count(0, 20), 3, 'Levels of objects below a value that is captured.'),
    collection: key(count(1, 10_000), 100, 'Elements of an array, a map or a set.'),
    fields: key(count(1, 10_000), 50, 'Fields of one object.'),
    string: key(count(1, 1_000_000, 'characters'), 255, 'Characters of one string.'),
    nodes: key(count(1, 100_000), 500, 'Objects in one whole capture.'),
    time: key(time(1, 1_000), 5, 'How long one capture may take.'),
  },
  stack: {
    depth: key(count(1, 200, 'frames'), 24, 'Frames of a stack, the awaiting callers included, that are kept.'),
  },
  monitor: {
    loop: key(flag, true, 'Whether a thread of Eddy’s looks if the event loop stands still.'),
    canary: key(
      time(100, 3_600_000),
      1_000,
      'How often a flow of Eddy’s own proves that flows can still be told apart.',
    ),
    samples: key(
      time(100, 3_600_000),
      1_000,
      'How often the state of a program, its figures among it, is told to its hub.',
    ),
  },
} as const;
