import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const site = resolve(import.meta.dirname, '../../dist/python/site');

/** Somebody who hears what targets say and asks for nothing: what is measured is the program's side. */
export interface BenchHub {
  environment(events: boolean): Record<string, string>;
  close(): void;
}

export async function openBenchHub(): Promise<BenchHub> {
  const folder = mkdtempSync(join(tmpdir(), 'eddy-bench-'));
  const path = join(folder, 'hub');
  const server = createServer(socket => void socket.on('error', () => {}).resume());
  const { promise, resolve: listening } = Promise.withResolvers<void>();
  server.listen(path, listening);
  await promise;
  return {
    environment: events => ({
      PYTHONPATH: site,
      EDDY_HUB: path,
      EDDY_TOKEN: 'bench',
      EDDY_OPTIONS_JSON: JSON.stringify({ events, report: false, heartbeat: true }),
    }),
    close() {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
