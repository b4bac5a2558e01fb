# Both orders are used, though not at one moment: some day they will be.
# @finding lock-order
import asyncio


async def ann_to_bob(ann, bob):
    async with ann:
        async with bob:  # @first
            print("ann to bob")


async def bob_to_ann(ann, bob):
    async with bob:
        async with ann:  # @second
            print("bob to ann")


async def main():
    ann, bob = asyncio.Lock(), asyncio.Lock()
    await asyncio.create_task(ann_to_bob(ann, bob))
    await asyncio.create_task(bob_to_ann(ann, bob))


asyncio.run(main())
