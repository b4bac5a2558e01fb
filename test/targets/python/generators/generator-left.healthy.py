# Who keeps the generator closes it.
import asyncio


async def rows():
    try:
        for row in range(3):
            yield row
    finally:
        print("connection given back")


async def main():
    stream = rows()
    print("row", await stream.__anext__())
    kept.append(stream)
    await stream.aclose()


kept = []
asyncio.run(main())
