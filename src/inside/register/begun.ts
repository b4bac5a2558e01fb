/** Whether this thread is a target: it has us once. */
export const begun = Symbol.for('eddy.begun.1');
