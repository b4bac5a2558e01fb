# A function that holds the lock calls another that takes it again.
# @finding lock-self-wait
# @limits {"lockSelfWaitMs": 60}
import asyncio


class Account:
    def __init__(self):
        self.lock = asyncio.Lock()

    async def add(self):
        async with self.lock:  # @waits
            print("added")

    async def add_twice(self):
        async with self.lock:  # @holds
            await self.add()


async def main():
    try:
        await asyncio.wait_for(Account().add_twice(), 0.3)
    except asyncio.TimeoutError:
        print("stuck")


asyncio.run(main())
