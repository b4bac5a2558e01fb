# The task leaves the scope before it ends.
# @limits {"leakGraceMs": 10}
import asyncio


async def begin(kept):
    async with asyncio.timeout(60) as timeout:
        kept.append(timeout)


async def main():
    kept = []
    await asyncio.create_task(begin(kept), name="beginner")
    await asyncio.sleep(0.15)
    print("kept", len(kept))


asyncio.run(main())
