# The task that entered the scope ends inside it; nobody ever leaves it.
# @finding scope-leaked
# @flows beginner
# @limits {"leakGraceMs": 10}
import asyncio


async def begin(kept):
    timeout = asyncio.timeout(60)
    await timeout.__aenter__()  # @entered
    kept.append(timeout)


async def main():
    kept = []
    await asyncio.create_task(begin(kept), name="beginner")
    await asyncio.sleep(0.15)
    print("kept", len(kept))


asyncio.run(main())
