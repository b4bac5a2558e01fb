# The deadline passes, and the work swallows its cancellation and goes on.
# @finding cancel-ignored
# @limits {"cancelIgnoredMs": 60}
import asyncio


async def save():
    for _ in range(2):
        try:
            await asyncio.sleep(0.3)  # @awaiting
        except asyncio.CancelledError:
            print("not now")


async def main():
    async with asyncio.timeout(0.02):  # @entered
        await save()
    print("over")


asyncio.run(main())
