# The same in a thread; and an idle loop is not a blocked one.
import asyncio
import time


async def heartbeat():
    for _ in range(3):
        await asyncio.sleep(0.01)


async def handle():
    await asyncio.sleep(0.02)
    await asyncio.to_thread(time.sleep, 0.3)
    await asyncio.sleep(0.3)
    print("handled")


async def main():
    await asyncio.gather(heartbeat(), asyncio.create_task(handle(), name="handler"))


asyncio.run(main())
