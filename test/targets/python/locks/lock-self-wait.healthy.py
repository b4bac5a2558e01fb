# The inner part needs no lock; a semaphore of two may be taken twice by one task.
# @limits {"lockSelfWaitMs": 60}
import asyncio


class Account:
    def __init__(self):
        self.lock = asyncio.Lock()
        self.slots = asyncio.Semaphore(2)

    async def add(self):
        async with self.slots:
            await asyncio.sleep(0.1)
            print("added")

    async def add_twice(self):
        async with self.lock, self.slots:
            await self.add()


async def main():
    await asyncio.wait_for(Account().add_twice(), 0.3)


asyncio.run(main())
