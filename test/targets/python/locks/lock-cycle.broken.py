# Two transfers take the same two accounts' locks in opposite orders.
# @finding lock-cycle
# @limits {"lockCycleMs": 60}
import asyncio


async def ann_to_bob(ann, bob):
    async with ann:  # @holds
        await asyncio.sleep(0.01)
        async with bob:  # @waits
            pass


async def bob_to_ann(ann, bob):
    async with bob:  # @first
        await asyncio.sleep(0.01)
        async with ann:  # @second
            pass


async def main():
    ann, bob = asyncio.Lock(), asyncio.Lock()
    transfers = [asyncio.create_task(one(ann, bob)) for one in (ann_to_bob, bob_to_ann)]
    done, pending = await asyncio.wait(transfers, timeout=0.3)
    print("done", len(done), "pending", len(pending))


asyncio.run(main())
