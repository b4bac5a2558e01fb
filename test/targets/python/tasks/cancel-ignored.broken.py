# The task swallows its cancellation and goes on.
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
    saving = asyncio.create_task(save(), name="saving")  # @created
    await asyncio.sleep(0.01)
    saving.cancel()  # @cancelled
    await saving


asyncio.run(main())
