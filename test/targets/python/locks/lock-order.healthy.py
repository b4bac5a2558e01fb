# Both orders are used under a third lock, so never at one moment.
import asyncio


async def ann_to_bob(bank, ann, bob):
    async with bank, ann:
        async with bob:
            print("ann to bob")


async def bob_to_ann(bank, ann, bob):
    async with bank, bob:
        async with ann:
            print("bob to ann")


async def main():
    bank, ann, bob = asyncio.Lock(), asyncio.Lock(), asyncio.Lock()
    await asyncio.create_task(ann_to_bob(bank, ann, bob))
    await asyncio.create_task(bob_to_ann(bank, ann, bob))


asyncio.run(main())
