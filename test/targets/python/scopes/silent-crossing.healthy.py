# The task that opens is the one that closes, and lives in between.
# @limits {"leakGraceMs": 10}
import asyncio


async def connect(opened, stop):
    async with asyncio.timeout(60):
        opened.set()
        await stop.wait()
    print("closed")


async def main():
    opened, stop = asyncio.Event(), asyncio.Event()
    connection = asyncio.create_task(connect(opened, stop), name="connection")
    await opened.wait()
    await asyncio.sleep(0.15)
    stop.set()
    await connection


asyncio.run(main())
