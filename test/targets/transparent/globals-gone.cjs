for (const name of [
  'setTimeout',
  'setInterval',
  'clearTimeout',
  'queueMicrotask',
  'fetch',
  'AbortController',
  'AbortSignal',
  'performance',
  'structuredClone',
  'TextEncoder',
  'Buffer',
  'URL',
  'WeakRef',
  'FinalizationRegistry',
])
  delete globalThis[name];
const later = setImmediate;
delete Promise.race;
Date.now = () => 0;
JSON.stringify = () => 'mine';
Array.prototype.map = () => {
  throw new Error('no map');
};
later(() => console.log('still here', JSON.stringify({})));
