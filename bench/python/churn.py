"""Microseconds of processor time for a task that is made, yields once and is awaited: the least that a task can do."""
import asyncio
import sys
import time

per_round = 5_000


async def one():
    await asyncio.sleep(0)


async def rounds():
    for _ in range(per_round // 10):
        await asyncio.gather(*[asyncio.create_task(one()) for _ in range(10)])


async def main():
    best = float("inf")
    for _ in range(int(sys.argv[1])):
        began = time.process_time()
        await rounds()
        best = min(best, time.process_time() - began)
    print(best / per_round * 1e6)


asyncio.run(main())
