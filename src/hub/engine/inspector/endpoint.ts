import { get } from 'node:http';
import type { Clock } from '../../../base/index.ts';
import type { CdpPlace } from '../../../wire/cdp/index.ts';
import type { ListenedPort } from './listening.ts';

const maxAnswerBytes = 256 * 1024;

/** Where the inspector that listens there is talked to; undefined where something else does, or nobody answers in time. */
export async function endpointAt(
  at: Pick<ListenedPort, 'host' | 'port'>,
  clock: Clock,
  withinMs: number,
): Promise<CdpPlace | undefined> {
  const text = await readText(at, clock, withinMs);
  try {
    const list = JSON.parse(text ?? '') as readonly { type?: unknown; webSocketDebuggerUrl?: unknown }[];
    const one = list.find(({ type }) => type === 'node');
    const url = new URL(String(one?.webSocketDebuggerUrl));
    return { host: at.host, port: at.port, path: url.pathname };
  } catch {
    return undefined;
  }
}

/** Whether what listens there is a Node process's inspector. */
export async function inspectorAt(
  at: Pick<ListenedPort, 'host' | 'port'>,
  clock: Clock,
  withinMs: number,
): Promise<boolean> {
  return (await endpointAt(at, clock, withinMs)) !== undefined;
}

function readText(
  { host, port }: Pick<ListenedPort, 'host' | 'port'>,
  clock: Clock,
  withinMs: number,
): Promise<string | undefined> {
  return new Promise(resolve => {
    const name = host.includes(':') ? `[${host}]` : host;
    const request = get({ host, port, path: '/json/list', headers: { host: `${name}:${port}` }, agent: false });
    const timer = clock.after(withinMs, () => request.destroy(), { holdsProcess: true });
    let text = '';
    request.on('response', response => {
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
        if (text.length > maxAnswerBytes) request.destroy();
      });
      response.on('end', () => resolve(text));
    });
    request.on('error', () => resolve(undefined));
    request.on('close', () => {
      timer.cancel();
      resolve(undefined);
    });
  });
}
