# A handler sleeps the blocking way; the heartbeat beside it is the victim, not the cause.
# @finding loop-blocked
import asyncio
import time


async def heartbeat():
    for _ in range(3):
        await asyncio.sleep(0.01)


async def handle():
    await asyncio.sleep(0.02)
    time.sleep(0.5)  # @blocked
    print("handled")


async def main():
    await asyncio.gather(heartbeat(), asyncio.create_task(handle(), name="handler"))


asyncio.run(main())
