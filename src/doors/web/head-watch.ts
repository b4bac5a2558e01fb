import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock, Timer } from '../../base/index.ts';

/** A request's head, from the socket's beginning or from the end of the answer before. */
const headWithinMs = 10_000;
/** Between two requests of one socket. */
const restForMs = 60_000;

/** From its head to the last byte that is read of its answer; a hub answers in 20 s. */
const exchangeWithinMs = 60_000;

/**
 * Sockets that keep us waiting go: those that say nothing, half a head, or nothing more for long, and
 * those that do not read. The server's own limits
 * run in a server that listens, and ours is handed its sockets.
 */
export class HeadWatch {
  readonly #clock: Clock;
  readonly #timers = new Map<Socket, Timer>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(socket: Socket): void {
    this.#expect(socket, headWithinMs);
    socket.on('close', () => this.#forget(socket));
  }

  /** Its head is there. */
  asked({ socket }: IncomingMessage, response: ServerResponse): void {
    this.#expect(socket, exchangeWithinMs);
    // Finished or broken off: what comes next begins anew. Bytes of its head that drip in do not begin it again.
    response.on('close', () => {
      if (!socket.destroyed) this.#expect(socket, restForMs);
    });
  }

  /** Its answer has no end. */
  follows({ socket }: IncomingMessage): void {
    this.#forget(socket);
  }

  #expect(socket: Socket, withinMs: number): void {
    this.#forget(socket);
    this.#timers.set(
      socket,
      this.#clock.after(withinMs, () => socket.destroy()),
    );
  }

  #forget(socket: Socket): void {
    this.#timers.get(socket)?.cancel();
    this.#timers.delete(socket);
  }
}
