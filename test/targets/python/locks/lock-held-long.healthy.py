# The slow call is made first, and the lock is held for the shared step only.
# @limits {"lockHeldMs": 60}
import asyncio


async def ask(lock):
    await asyncio.sleep(0.2)
    async with lock:
        pass


async def read(lock):
    async with lock:
        print("read")


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(ask(lock), read(lock))


asyncio.run(main())
