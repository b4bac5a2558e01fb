/**
 * dashboard/flow: all that is known of one flow: where it is now, who started it, what it has and waits for, what happened in it.
 * It must not know how flows are drawn beside each other.
 */
export * from './flow.tsx';
