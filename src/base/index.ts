/**
 * base: clock, errors, folders, ids, ring buffer, ownership, what a secret is. It knows Node and nothing of ours; everything may import it.
 */
export * from './cache-folder.ts';
export * from './clock.ts';
export * from './errors.ts';
export * from './file-url.ts';
export * from './follow-tests.ts';
export * from './home-folder.ts';
export * from './ids.ts';
export * from './laid-file.ts';
export * from './loopback.ts';
export * from './make-folder.ts';
export * from './matches.ts';
export * from './nearest.ts';
export * from './node-crypto.ts';
export * from './owner.ts';
export * from './pid-answers.ts';
export * from './redaction.ts';
export * from './redial.ts';
export * from './ring.ts';
export * from './same-token.ts';
export * from './secret-shapes.ts';
export * from './secret-words.ts';
