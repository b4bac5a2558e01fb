import type { Socket } from 'node:net';
import type { Clock } from '../../base/index.ts';
import type { ControlSocket } from './control-socket.ts';
import type { TargetSocket } from './target-socket.ts';

const firstLineWithinMs = 5000;
const targetsFirstWord = '{"say":"hello"';
const controllersFirstWord = '{"id":';

/**
 * On a port both dial in: by its first bytes we know which it is. A browser that is made to knock here speaks HTTP, and is
 * sent away unheard, as is everybody else.
 */
export function serveEither(socket: Socket, targets: TargetSocket, control: ControlSocket, clock: Clock): void {
  const timer = clock.after(firstLineWithinMs, () => socket.destroy());
  let start = Buffer.alloc(0);
  const look = (chunk: Buffer) => {
    start = Buffer.concat([start, chunk]);
    const text = start.subarray(0, targetsFirstWord.length).toString('latin1');
    const isTarget = text === targetsFirstWord;
    const isController = text.startsWith(controllersFirstWord);
    if (!isTarget && !isController && (targetsFirstWord.startsWith(text) || controllersFirstWord.startsWith(text)))
      return;
    timer.cancel();
    socket.off('data', look);
    if (!isTarget && !isController) {
      socket.destroy();
      return;
    }
    socket.pause();
    (isTarget ? targets : control).serve(socket);
    socket.unshift(start);
    socket.resume();
  };
  socket.on('data', look);
  socket.on('error', () => {});
  socket.on('close', () => timer.cancel());
}
