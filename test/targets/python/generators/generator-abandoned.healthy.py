# It is closed where it is left; one that has nothing to clean up may be dropped; one that is read to its end is done.
import asyncio
import contextlib


async def rows():
    try:
        for row in range(3):
            yield row
    finally:
        await asyncio.sleep(0)
        print("connection given back")


async def numbers():
    for number in range(3):
        yield number


async def first():
    async with contextlib.aclosing(rows()) as stream:
        async for row in stream:
            print("row", row)
            break
    async for number in numbers():
        print("number", number)
        break
    print([row async for row in rows()])


async def main():
    await asyncio.create_task(first(), name="reader")
    await asyncio.sleep(0.01)


asyncio.run(main())
