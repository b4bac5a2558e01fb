/** hub/config/sections: what each key is, by who obeys it. */
export * from './dashboard.ts';
export * from './inside.ts';
export * from './outlets.ts';
export * from './reconnect.ts';
export * from './run.ts';
export * from './serve.ts';
export * from './sessions.ts';
export * from './watch.ts';
