# The reader closes the generator itself, in its own task.
import asyncio
import contextlib

import anyio


async def numbers():
    async with anyio.create_task_group() as group:
        group.start_soon(anyio.sleep, 60)
        try:
            for number in range(3):
                yield number
        finally:
            group.cancel_scope.cancel()


async def read():
    async with contextlib.aclosing(numbers()) as stream:
        async for number in stream:
            print("read", number)
            break


async def main():
    await asyncio.create_task(read(), name="reader")
    await asyncio.sleep(0.02)


asyncio.run(main())
