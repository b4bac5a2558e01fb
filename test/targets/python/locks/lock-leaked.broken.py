# The task ends between acquire and release; the next one waits for ever.
# @finding lock-leaked
# @limits {"leakGraceMs": 20}
import asyncio


async def forget(lock):
    await lock.acquire()  # @holds


async def use(lock):
    async with lock:  # @waits
        pass


async def main():
    lock = asyncio.Lock()
    await asyncio.create_task(forget(lock), name="forgetful")
    using = asyncio.create_task(use(lock), name="user")
    done, _ = await asyncio.wait([using], timeout=0.2)
    print("done", len(done))
    using.cancel()


asyncio.run(main())
