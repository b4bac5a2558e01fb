"""A shop that several customers are in at once, each in a task of its own."""

import asyncio
import json


def price(item):
    return len(item) * 10


async def buy(user):
    total = 0
    cart = {"user": user, "items": ["tea", "milk"], "card": {"number": "none", "secret": "abc"}}
    for item in cart["items"]:
        total += price(item)
    stock = list(range(250))
    await asyncio.sleep(0.001)  # @before
    return {"user": user, "total": total, "known": len(stock)}  # @return


async def serve(reader, writer):
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    user = head.partition("x-user: ")[2].partition("\r\n")[0]
    body = json.dumps(await buy(user))
    writer.write(f"HTTP/1.1 200 OK\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n{body}".encode())
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print("port", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
