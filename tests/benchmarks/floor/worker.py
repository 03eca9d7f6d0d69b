"""The floor's second process: consume, translate, post to the agency, one update, acknowledge."""

from __future__ import annotations

import argparse
import asyncio
import json

import aio_pika
import aiohttp
import asyncpg
import uvloop
from aio_pika.abc import AbstractIncomingMessage
from lxml import etree

from tests.benchmarks.floor import queue, table

PREFETCH = 100
CALLS_AT_ONCE = 16
CONNECTIONS = 16
NAMESPACE = "{urn:bench:person:v1}"
SEX = {"K": "male", "Q": "female"}
STATUS = {"1": "alive", "2": "dead", "9": "unknown"}
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


class Worker:
    """Handles up to PREFETCH messages at once; a message whose handling raises goes back to the queue."""

    def __init__(self, pool: asyncpg.Pool, agency: aiohttp.ClientSession, agency_url: str) -> None:
        self._pool = pool
        self._agency = agency
        self._agency_url = agency_url

    async def handle(self, message: AbstractIncomingMessage) -> None:
        async with message.process(requeue=True):
            key = message.message_id
            body = json.dumps(translate(message.body), ensure_ascii=False).encode()
            headers = {"Content-Type": "application/json", "Idempotency-Key": str(key)}
            async with self._agency.post(self._agency_url, data=body, headers=headers) as answer:
                answer.raise_for_status()
                await answer.read()
            await self._pool.execute(table.SETTLE, key)


def translate(xml: bytes) -> dict[str, str | None]:
    """Map a person in XML to the agency's JSON object, by name and code table."""
    root = etree.fromstring(xml, PARSER)
    document = root.find(f"{NAMESPACE}Sened")
    place = root.find(f"{NAMESPACE}Qeydiyyat")
    if document is None or place is None:
        raise ValueError("the person lacks Sened or Qeydiyyat")
    return {
        "fin": _text(root, "FIN"),
        "surname": _text(root, "Soyad"),
        "given_name": _text(root, "Ad"),
        "patronymic": _text(root, "AtaAdi"),
        "sex": SEX[_text(root, "Cins") or ""],
        "birth_date": _iso(_text(root, "DogumTarixi")),
        "birth_place": _text(root, "DogumYeri"),
        "citizenship": _text(root, "Vetendasliq"),
        "document_series": _text(document, "Seriya"),
        "document_number": _text(document, "Nomre"),
        "document_issued_on": _iso(_text(document, "VerilmeTarixi")),
        "district_code": _text(place, "RayonKodu"),
        "street": _text(place, "Kuce"),
        "registered_on": _iso(_text(place, "QeydiyyatTarixi")),
        "life_status": STATUS[_text(root, "Veziyyet") or ""],
    }


def _text(parent: etree._Element, name: str) -> str | None:
    return parent.findtext(NAMESPACE + name)


def _iso(day: str | None) -> str | None:
    """Turn dd.MM.yyyy into yyyy-MM-dd."""
    return f"{day[6:]}-{day[3:5]}-{day[:2]}" if day else None


async def work(database_url: str, broker_url: str, queue_name: str, agency_url: str) -> None:
    """Consume until the process is told to stop; what is unacknowledged then goes back to the queue."""
    pool = await table.open_pool(database_url, CONNECTIONS)
    broker = await aio_pika.connect_robust(broker_url, heartbeat=5)
    channel = await broker.channel()
    await channel.set_qos(prefetch_count=PREFETCH)
    connector = aiohttp.TCPConnector(limit=CALLS_AT_ONCE)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=30)) as agency:
        messages = await queue.declare(channel, queue_name)
        await messages.consume(Worker(pool, agency, agency_url).handle)
        try:
            await asyncio.Event().wait()
        finally:
            await broker.close()
            await pool.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database-url", required=True)
    parser.add_argument("--broker-url", required=True)
    parser.add_argument("--queue", required=True)
    parser.add_argument("--agency-url", required=True)
    given = parser.parse_args()
    uvloop.run(work(given.database_url, given.broker_url, given.queue, given.agency_url))


if __name__ == "__main__":
    main()
