# The task releases in any case; a semaphore that begins at zero is a signal, which another task gives; a lock may be handed on.
# @limits {"leakGraceMs": 20}
import asyncio


async def careful(lock):
    async with lock:
        pass


async def wait_for_word(word):
    await word.acquire()


async def main():
    lock, word = asyncio.Lock(), asyncio.Semaphore(0)
    await asyncio.create_task(careful(lock), name="careful")
    waiting = asyncio.create_task(wait_for_word(word), name="waiting")
    await asyncio.sleep(0.01)
    word.release()
    await waiting
    await asyncio.sleep(0.1)
    print("locked", lock.locked())


asyncio.run(main())
