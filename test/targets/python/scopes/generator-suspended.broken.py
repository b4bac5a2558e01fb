# A reader leaves the stream early. Nobody closes the generator, so the loop's finaliser does, in a task of its own.
# @finding scope-crossed generator-suspended
# @flows reader
import asyncio

import anyio


async def numbers():
    async with anyio.create_task_group() as group:  # @entered @exited
        group.start_soon(anyio.sleep, 60)
        for number in range(3):
            yield number


async def read():
    async for number in numbers():
        print("read", number)
        break


async def main():
    await asyncio.create_task(read(), name="reader")
    await asyncio.sleep(0.02)


asyncio.run(main())
