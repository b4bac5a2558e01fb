# The lock is held around a slow call, and another task waits for it.
# @finding lock-held-long
# @limits {"lockHeldMs": 60}
import asyncio


async def ask(lock):
    async with lock:  # @holds
        await asyncio.sleep(0.2)


async def read(lock):
    async with lock:  # @waits
        print("read")


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(ask(lock), read(lock))


asyncio.run(main())
