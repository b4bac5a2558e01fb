# One task takes every step and hands the numbers over by a queue.
import asyncio

import anyio


async def numbers():
    with anyio.move_on_after(60):
        for number in range(2):
            yield number


async def pump(queue):
    async for number in numbers():
        queue.put_nowait(number)
    queue.put_nowait(None)


async def main():
    queue = asyncio.Queue()
    pumping = asyncio.create_task(pump(queue), name="pump")
    while (number := await queue.get()) is not None:
        print("read", number)
    await pumping


asyncio.run(main())
