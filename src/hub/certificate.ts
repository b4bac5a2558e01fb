import { readFileSync } from 'node:fs';
import { fail } from '../base/index.ts';
import type { PortPlace } from '../wire/protocol/index.ts';
import type { ListenAt } from './listen/index.ts';

/** Ports with the certificate of these files; without files, in the clear. */
export function withCertificate(
  places: readonly PortPlace[],
  files: { readonly certFile: string; readonly keyFile: string } | undefined,
): ListenAt[] {
  if (files === undefined) return [...places];
  const tls = { cert: read(files.certFile), key: read(files.keyFile) };
  return places.map(place => ({ ...place, tls }));
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw fail('bad-option', `${file} cannot be read: ${(cause as Error).message}.`, {
      hint: 'Name a certificate and its key, in PEM.',
      cause,
    });
  }
}
