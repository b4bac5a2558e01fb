# Main waits for what must be done; a heartbeat is ended with the program.
import asyncio


async def save():
    await asyncio.sleep(0.05)
    print("saved")


async def heartbeat():
    while True:
        await asyncio.sleep(0.01)


async def main():
    beating = asyncio.create_task(heartbeat(), name="heartbeat")
    saving = asyncio.create_task(save(), name="saving")
    await saving
    print("main is done", beating.done())


asyncio.run(main())
