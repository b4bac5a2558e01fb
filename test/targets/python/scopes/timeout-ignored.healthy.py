# The work lets go of what it has, and the cancellation goes on: the timeout becomes an error.
# @limits {"cancelIgnoredMs": 60}
import asyncio


async def save():
    try:
        await asyncio.sleep(0.3)
    finally:
        print("let go")


async def main():
    try:
        async with asyncio.timeout(0.02):
            await save()
    except TimeoutError:
        print("too late")
    await asyncio.sleep(0.2)


asyncio.run(main())
