# The task fails, and nobody looks at it.
# @finding rejection-unhandled
import asyncio


async def send():
    await asyncio.sleep(0)
    raise ConnectionError("the server went away")  # @rejected


async def main():
    asyncio.create_task(send(), name="sending")  # @created
    await asyncio.sleep(0.02)
    print("main is done")


asyncio.run(main())
