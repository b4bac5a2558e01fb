# The generator is closed inside the timeout in which it was read.
import asyncio
import contextlib


async def numbers():
    async with asyncio.timeout(60):
        for number in range(3):
            yield number


async def main():
    async with asyncio.timeout(60), contextlib.aclosing(numbers()) as stream:
        async for number in stream:
            print("read", number)
            break


asyncio.run(main())
