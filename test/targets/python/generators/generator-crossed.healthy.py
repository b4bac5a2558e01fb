# One task reads it all and gives the rows on.
import asyncio


async def rows(lock):
    async with lock:
        for row in range(2):
            yield row


async def read(stream, queue):
    async for row in stream:
        queue.put_nowait(row)
    queue.put_nowait(None)


async def main():
    queue = asyncio.Queue()
    reading = asyncio.create_task(read(rows(asyncio.Lock()), queue), name="reader")
    while (row := await queue.get()) is not None:
        print("row", row)
    await reading


asyncio.run(main())
