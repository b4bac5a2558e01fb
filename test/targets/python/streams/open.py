"""A task that waits for its stream, a stream that nobody reads, and one that is full."""

import asyncio
import socket
import sys


async def answer(reader, writer):
    writer.write(b"hello")
    await reader.read(1)


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while not reader._buffer:
        await asyncio.sleep(0.01)
    deaf = socket.socket()
    deaf.bind(("127.0.0.1", 0))
    deaf.listen()
    _, pushing = await asyncio.open_connection("127.0.0.1", deaf.getsockname()[1])
    while not pushing.transport.get_write_buffer_size():
        pushing.write(bytes(1024 * 1024))
    print(f"ready {port} {deaf.getsockname()[1]}", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    writer.close()
    pushing.transport.abort()
    server.close()


asyncio.run(main())
