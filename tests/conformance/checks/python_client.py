"""What python-socketio, a client of other authors, sees of a server: one line of JSON, each check with what came of it.
   python_client.py URL TRANSPORT[,TRANSPORT]"""
import asyncio
import json
import sys

import socketio
from engineio.payload import Payload

# More packets in the answer to a poll it takes for an attack, of any server, until it is told otherwise: its own advice.
Payload.max_decode_packets = 500

URL, TRANSPORTS = sys.argv[1], sys.argv[2].split(",")


async def connected(namespace="/", auth=None, **options):
    """A client that has joined, its events in a queue."""
    client = socketio.AsyncClient(**options)
    client.got = asyncio.Queue()
    client.on("*", lambda name, *args: client.got.put_nowait((name, *args)), namespace=namespace)
    await client.connect(URL, auth=auth, transports=TRANSPORTS, namespaces=[namespace], wait_timeout=5)
    return client


async def event(client, name):
    while True:
        got = await asyncio.wait_for(client.got.get(), 5)
        if got[0] == name:
            return got[1:]


async def authenticates():
    client = await connected(auth={"token": "123"})
    assert await event(client, "auth") == ({"token": "123"},)
    assert client.transport() == TRANSPORTS[-1]
    await client.disconnect()


async def joins_another_namespace():
    client = await connected("/custom", auth={"a": 1})
    assert await event(client, "auth") == ({"a": 1},)
    await client.disconnect()


async def is_refused_with_words_and_data():
    client = socketio.AsyncClient(reconnection=False)
    refusal = asyncio.get_running_loop().create_future()
    client.on("connect_error", refusal.set_result, namespace="/guarded")
    try:
        await client.connect(URL, auth={"token": "bad"}, transports=TRANSPORTS, namespaces=["/guarded"], wait_timeout=5)
        raise AssertionError("it was let in")
    except socketio.exceptions.ConnectionError:
        pass
    assert await asyncio.wait_for(refusal, 5) == {"message": "not with that token", "data": {"token": "bad"}}
    await client.disconnect()


async def gets_back_what_it_sends():
    client = await connected()
    sent = (1, "zwei", None, True, {"three": [3, {"four": "4 \U0001F600 \" \\ \u0000"}]}, [])
    await client.emit("message", sent)
    assert await event(client, "message-back") == sent
    await client.disconnect()


async def gets_binary_back_wherever_it_was():
    client = await connected()
    sent = (b"\x01\x02\x03", {"deep": [b"b"]}, "text")
    await client.emit("message", sent)
    assert await event(client, "message-back") == sent
    await client.disconnect()


async def gets_its_acknowledgement():
    client = await connected()
    assert tuple(await client.call("message-with-ack", (1, b"x"), timeout=5)) == (1, b"x")
    await client.disconnect()


async def acknowledges_what_the_server_asks():
    client = await connected()
    client.on("question", lambda question: question + "!")
    assert await client.call("ask-me", "really", timeout=5) == "really!"
    await client.disconnect()


async def reaches_the_others_in_its_room_in_order():
    sender, receiver = await connected(), await connected()
    for client in (sender, receiver):
        await client.call("join", "room", timeout=5)
    for i in range(100):
        await sender.emit("to-room", ("room", i))
    assert [(await event(receiver, "from-room"))[0] for _ in range(100)] == list(range(100))
    assert not any(name == "from-room" for name, *_ in sender.got._queue)
    await sender.disconnect()
    await receiver.disconnect()


async def stays_as_long_as_it_answers_pings():
    client = await connected(reconnection=False)
    await asyncio.sleep(1.2)
    assert await client.call("message-with-ack", "there", timeout=5) == "there"
    await client.disconnect()


async def comes_back_after_its_connection_broke():
    client = await connected(reconnection_delay=0.01)
    await event(client, "auth")
    await client.emit("drop-me")
    await event(client, "auth")
    assert client.connected
    await client.disconnect()


CHECKS = [
    authenticates, joins_another_namespace, is_refused_with_words_and_data, gets_back_what_it_sends,
    gets_binary_back_wherever_it_was, gets_its_acknowledgement, acknowledges_what_the_server_asks,
    reaches_the_others_in_its_room_in_order, stays_as_long_as_it_answers_pings, comes_back_after_its_connection_broke,
]


async def main():
    seen = {}
    for check in CHECKS:
        try:
            await asyncio.wait_for(check(), 15)
            seen[check.__name__] = "ok"
        except Exception as failure:  # Whatever it is, it is what this check came to.
            seen[check.__name__] = f"{type(failure).__name__}: {failure}"
    print(json.dumps(seen), flush=True)


asyncio.run(main())
