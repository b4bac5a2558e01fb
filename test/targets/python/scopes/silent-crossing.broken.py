# asyncio does not check who leaves a timeout: one task enters it and ends, another leaves it, and nobody says a word.
# @finding scope-crossed manual-exit
# @flows opener, closer
# @limits {"leakGraceMs": 10}
import asyncio


class Connection:
    async def open(self):
        self.timeout = asyncio.timeout(60)
        await self.timeout.__aenter__()  # @entered

    async def close(self):
        await self.timeout.__aexit__(None, None, None)  # @exited
        print("closed")


async def main():
    connection = Connection()
    await asyncio.create_task(connection.open(), name="opener")
    await asyncio.sleep(0.15)
    await asyncio.create_task(connection.close(), name="closer")


asyncio.run(main())
