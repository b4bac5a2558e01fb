/** hub/config/sections: what each key is, by who obeys it. */
export * from './inside.ts';
export * from './run.ts';
export * from './sessions.ts';
