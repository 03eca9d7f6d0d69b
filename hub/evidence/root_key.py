"""The root of the keyed hashes held against what was made under it: a wrong one would be taken in silence.

The same act would be accepted a second time, nobody would be found, and the log would go on under another key.
"""

from __future__ import annotations

from hub.errors import HubError, Words
from hub.evidence.note import signer_of, trusted
from hub.evidence.receipt import log_key
from hub.settings import Settings
from hub.store.open import installation_id, known_hash, mark_root
from hub.store.sealing import KeyedHash
from hub.store.store import Store
from hub.store.tx import first


async def root_at_start(settings: Settings, store: Store) -> KeyedHash:
    """The keyed hashes of this installation, as `checked_root`; the first who starts marks the database with them."""
    keyed = await checked_root(settings, store)
    await mark_root(store, keyed)
    return await known_hash(settings, store)


async def checked_root(settings: Settings, store: Store) -> KeyedHash:
    """The same without the mark. HubError where the root has another, or its key has not signed the newest head."""
    keyed = await known_hash(settings, store)
    async with store.read() as tx:
        newest = await first(tx, "SELECT checkpoint FROM tree_heads ORDER BY size DESC LIMIT 1")
    if newest is not None:
        own = log_key(keyed, await installation_id(store)).public
        if signer_of(newest["checkpoint"], trusted([own])) is None:
            raise HubError("evidence.other_key", _OTHER_KEY)
    return keyed


_OTHER_KEY = Words(
    "Sübut jurnalının son başlığını HUB_HASH_KEY-dən alınan açar imzalamayıb: ilk işə salmadakı açarı qaytarın. Açar "
    "həmin açardırsa, başlıq bazada dəyişdirilib: “hub verify log” yeri göstərir.",
    "The key that follows from HUB_HASH_KEY has not signed the newest head of the evidence log: bring back the key of "
    "the first start. If it is that one, the head was altered in the database: `hub verify log` names the place.",
)
