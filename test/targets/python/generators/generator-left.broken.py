# Somebody keeps the generator and never closes it: the end of the loop does.
# @finding generator-abandoned
import asyncio


async def rows():
    try:
        for row in range(3):
            yield row  # @awaiting
    finally:
        print("connection given back")


async def main():
    stream = rows()
    print("row", await stream.__anext__())  # @stepped
    kept.append(stream)


kept = []
asyncio.run(main())
