import asyncio
import contextlib
import types
import unittest
from weakref import ref

from eddy_agent import activity
from eddy_agent.flows import Flow

no_other = types.SimpleNamespace(running=list)
main = Flow("t", 1, "main", "main", None, 0.0)


def runtime_of(tasks):
    live = {at: Flow("t", at, "task", None, main, 0.0, None, ref(task)) for at, task in enumerate(tasks, 2)}
    flows = types.SimpleNamespace(live=live, main=main)
    return types.SimpleNamespace(
        flows=flows, line=None, ending=False, target="t", guard=lambda what: contextlib.nullcontext(), part=lambda name, make: no_other
    )


async def wait_for(futures):
    for one in futures:
        await one


class Waits(unittest.IsolatedAsyncioTestCase):
    async def test_for_how_long_is_what_two_looks_saw(self):
        futures = [asyncio.get_running_loop().create_future() for _ in range(2)]
        task = asyncio.create_task(wait_for(futures))
        await asyncio.sleep(0)
        rt = runtime_of([task])
        seen = activity.Activity(rt)
        told = []

        def tell():
            told.append(["forMs" in line for flow in seen.answer({})["flows"] for line in flow["activations"]])

        tell()
        seen.look()
        tell()
        seen.look()
        tell()
        # The same line, another future.
        futures[0].set_result(None)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        tell()
        seen.look()
        tell()
        seen.look()
        tell()
        task.cancel()
        self.assertEqual(told, [[False], [False], [True], [False], [False], [True]])

    async def test_one_that_never_ran_waits_since_it_was_made(self):
        task = asyncio.create_task(wait_for([]))
        (flow,) = activity.Activity(runtime_of([task])).answer({})["flows"]
        await task
        self.assertGreater(flow["activations"][0]["forMs"], 0)

    async def test_the_report_reads_no_more_than_it_lists(self):
        future = asyncio.get_running_loop().create_future()
        tasks = [asyncio.create_task(wait_for([future])) for _ in range(300)]
        await asyncio.sleep(0)
        seen = activity.Activity(runtime_of(tasks))
        read = []
        lines = seen._lines
        seen._lines = lambda *given: read.append(1) or lines(*given)
        listing = seen.listing()
        self.assertEqual((len(read), len(listing["items"]), listing["total"], listing["dropped"]), (200, 200, 300, 100))
        self.assertEqual(len(seen.answer({})["flows"]), 300)
        future.set_result(None)
        await asyncio.gather(*tasks)


if __name__ == "__main__":
    unittest.main()
