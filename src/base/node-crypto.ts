/** node:crypto, from its first use on: to load it takes 10 ms and 4 MB, and most commands make no secret. */
export function nodeCrypto(): typeof import('node:crypto') {
  return process.getBuiltinModule('node:crypto');
}
