# The reader leaves the loop early; the generator's finally runs in the loop's own time, in a task of its own.
# @finding generator-abandoned
import asyncio


async def rows():
    try:
        for row in range(3):
            yield row  # @awaiting
    finally:
        await asyncio.sleep(0)
        print("connection given back")


async def first():
    async for row in rows():  # @stepped
        print("row", row)
        break


async def main():
    await asyncio.create_task(first(), name="reader")
    await asyncio.sleep(0.01)


asyncio.run(main())
