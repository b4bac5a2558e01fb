# It cleans up and lets the cancellation go on; a timeout that was caught is over.
# @limits {"cancelIgnoredMs": 60}
import asyncio


async def save():
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(1)
    except TimeoutError:
        print("too slow")
    try:
        await asyncio.sleep(0.3)
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        print("cleaned up")
        raise


async def main():
    saving = asyncio.create_task(save(), name="saving")
    await asyncio.sleep(0.4)
    saving.cancel()
    await asyncio.wait([saving])


asyncio.run(main())
