"""Microseconds of processor time for a request to a server of asyncio streams that answers in a task, and its client, over loopback."""
import asyncio
import sys
import time

connections = 20
requests = 2_000


async def answer(text):
    await asyncio.sleep(0)
    return text.upper()


async def serve(reader, writer):
    while line := await reader.readline():
        writer.write(await asyncio.create_task(answer(line)))
        await writer.drain()
    writer.close()


async def ask(port, count):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(count):
        writer.write(b"hello, how are you?\n")
        await reader.readline()
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    best = float("inf")
    for _ in range(int(sys.argv[1])):
        began = time.process_time()
        await asyncio.gather(*[ask(port, requests // connections) for _ in range(connections)])
        best = min(best, time.process_time() - began)
    print(best / requests * 1e6)
    server.close()


asyncio.run(main())
