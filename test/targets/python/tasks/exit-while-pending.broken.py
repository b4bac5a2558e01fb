# Nobody awaits the saving, and main returns before it is done.
# @finding exit-while-pending
import asyncio


async def save():
    await asyncio.sleep(0.2)  # @awaiting
    print("saved")


async def main():
    saving.append(asyncio.create_task(save(), name="saving"))  # @created
    await asyncio.sleep(0.01)
    print("main is done")


saving = []
asyncio.run(main())
