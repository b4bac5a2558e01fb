/**
 * inside/tests: each test of a known runner is a flow with a name; one that fails or hangs is told with where its functions
 * are. It owns how runners are met, and what is kept of a test. It must not know how code gets gates, nor who reads of it.
 */
export * from './follow-tests.ts';
export * from './runner-editor.ts';
export { vitestMapOf } from './vitest.ts';
