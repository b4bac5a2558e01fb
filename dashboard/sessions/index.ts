/**
 * dashboard/sessions: where one flow is debugged: sessions and their matchers, probes set beside the source, what is held, what
 * was hit. It must not know how the hub does it: it asks, and shows what was observed.
 */
export * from './sessions.tsx';
