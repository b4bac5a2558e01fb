/** Where a thread of a run that does not follow tests has what turns it on, for the part that a runner loads there. */
export const followTestsKey = Symbol.for('eddy.follow-tests.1');
