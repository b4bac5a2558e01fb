# Both transfers take the locks in one order, and one has to wait a while.
# @limits {"lockCycleMs": 60}
import asyncio


async def ann_to_bob(ann, bob):
    async with ann:
        await asyncio.sleep(0.1)
        async with bob:
            pass


async def bob_to_ann(ann, bob):
    async with ann:
        async with bob:
            pass


async def main():
    ann, bob = asyncio.Lock(), asyncio.Lock()
    transfers = [asyncio.create_task(one(ann, bob)) for one in (ann_to_bob, bob_to_ann)]
    done, pending = await asyncio.wait(transfers, timeout=0.3)
    print("done", len(done), "pending", len(pending))


asyncio.run(main())
