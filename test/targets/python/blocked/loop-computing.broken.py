# A computation holds the loop without a pause.
# @finding loop-blocked
import asyncio
import time


def count(seconds):
    until = time.thread_time() + seconds
    while time.thread_time() < until:  # @blocked
        pass


async def compute():
    await asyncio.sleep(0.02)
    count(0.5)


async def main():
    await asyncio.create_task(compute(), name="compute")
    print("computed")


asyncio.run(main())
