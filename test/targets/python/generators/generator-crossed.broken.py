# The generator takes the lock when one task steps it and lets go of it when another does.
# @finding generator-crossed
import asyncio


async def rows(lock):
    async with lock:  # @stepped @called
        for row in range(2):
            yield row


async def step(stream):
    async for row in stream:
        print("row", row)
        return row


async def finish(stream):
    async for row in stream:
        print("row", row)


async def main():
    stream = rows(asyncio.Lock())
    await asyncio.create_task(step(stream), name="first reader")
    await asyncio.create_task(finish(stream), name="second reader")


asyncio.run(main())
