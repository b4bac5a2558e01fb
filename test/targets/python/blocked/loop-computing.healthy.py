# The computation goes in slices, and lets the loop turn between them.
import asyncio
import time


def count(seconds):
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


async def compute():
    for _ in range(25):
        count(0.02)
        await asyncio.sleep(0)


async def main():
    await asyncio.create_task(compute(), name="compute")
    print("computed")


asyncio.run(main())
