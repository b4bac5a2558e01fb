# A generator rests at a yield inside its timeout while the timeout around the loop is left.
# @finding scope-misnested generator-suspended
import asyncio


async def numbers():
    async with asyncio.timeout(60):  # @inner
        for number in range(3):
            yield number


async def main():
    stream = numbers()
    async with asyncio.timeout(60):  # @entered @exited
        async for number in stream:
            print("read", number)
            break
    await stream.aclose()


asyncio.run(main())
