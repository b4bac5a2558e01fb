# Who made the task looks at how it ended, though late.
import asyncio


async def send():
    await asyncio.sleep(0)
    raise ConnectionError("the server went away")


async def main():
    sending = asyncio.create_task(send(), name="sending")
    await asyncio.sleep(0.4)
    print("it ended with", sending.exception())


asyncio.run(main())
