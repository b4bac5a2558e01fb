import type { Readable } from 'node:stream';

/** Until it is in what comes from here on. */
export async function shown(stream: Readable, wanted: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let text = '';
  const listen = (part: Buffer) => {
    text += part;
    if (text.includes(wanted)) resolve();
  };
  stream.on('data', listen);
  stream.once('close', () => reject(new Error(`It ended before it showed "${wanted}": ${text}`)));
  await promise;
  stream.off('data', listen);
}
