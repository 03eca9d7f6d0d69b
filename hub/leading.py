"""What the leading process does beside relaying, each duty with its period in seconds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from functools import partial

from hub.access.keyring import Keyring
from hub.access.parties import sandbox_parties
from hub.access.quotas import Quotas
from hub.access.signatures import Signatures
from hub.access.tokens import forget_old_tokens
from hub.access.uploads import forget_old_uploads
from hub.agencies import pickups
from hub.dependencies import Dependencies
from hub.deployment import certificate_facts
from hub.desks.callbacks import forget_old_callbacks
from hub.desks.hotline import forget_old_calls
from hub.desks.receptions import forget_old_receptions
from hub.documents.composition import Office
from hub.events.broker import EventsOut
from hub.events.occurrence import agencies
from hub.events.webhooks import Posting, Webhooks
from hub.evidence.receipt import Promises
from hub.evidence.sequencer import Sequencer
from hub.exchange.ask.kept import forget_old_answers
from hub.exchange.changes import Kind, note_changes
from hub.exchange.codes.unknown import list_codes
from hub.exchange.door import Door
from hub.exchange.duties import Duties
from hub.exchange.files.chunk import ChunkReaders
from hub.exchange.files.inbox import Inbox, folder_of
from hub.exchange.files.intake import FileDoor
from hub.exchange.files.outbox import Outbox
from hub.exchange.files.pushed import Pushed
from hub.exchange.files.reply import Replies
from hub.exchange.files.retaking import Retaking
from hub.exchange.files.splitting import Splitting
from hub.exchange.maintenance import keep_windows
from hub.exchange.refusals import forget_old_refusals
from hub.exchange.relay import Relay
from hub.exchange.repair.model import RepairDependencies
from hub.exchange.repair.runner import advance_repairs
from hub.exchange.replay.running import advance_replays
from hub.exchange.usage_notices import UsageNotices
from hub.programmes.doubted_rights import hear_of_people, look_at_doubts
from hub.register.counting.counts import counts_over, forget_old_counts
from hub.register.stakes import weigh_doubles
from hub.register.store import RegisterStore
from hub.surveys.answer_store import forget_old_answers as forget_survey_answers
from hub.visits.visits import forget_old_drafts
from hub.watch.alerting import Alerts
from hub.watch.paces import LOOK_S, note_paces
from routes.usage import usage_rules

_HOUR = 3600.0
_MINUTE = 60.0
_WINDOWS_S = 15.0
_LIST_S = 3.0
_ALERTS_S = 15.0
_REPLAY_S = 0.5
_USAGE_S = 1.0
CASES_S = 0.3
LAWS_S = 60.0
_EVENTS_S = 0.5
_COUNTS_S = 0.2
_PICKUP_S = 5.0
_PUSHED_S = 1.0
_TIDY_S = 600.0


def leading_duties(
    needs: Dependencies,
    relay: Relay,
    repairs: RepairDependencies,
    office: Office,
    advancing: Iterable[tuple[float, Callable[[], Awaitable[object]]]],
    door: FileDoor,
) -> Duties:
    """What the leading process does beside relaying, each with its period in seconds; `advancing` what cases and
    aggregates have next.
    """
    store, planner = needs.store, needs.planner
    register = RegisterStore(planner.sealer, planner.hash)
    source = f"urn:qayidis-hub:{planner.installation}"
    posting = Posting(
        store,
        needs.clock,
        planner.sealer,
        source,
        agencies(needs.routes),
        sandbox=needs.settings.sandbox,
    )
    agency_of = {name: operation.agency for name, operation in needs.operations.items()}
    duties = Duties(needs.name, store, needs.clock, relay, Sequencer(store, needs.log_key))
    duties.extra += [
        (0.5, Splitting(store, needs.content, needs.formats, planner).step),
        (
            1.0,
            Replies(
                store, needs.formats, planner, frozenset(needs.operations), needs.settings.file_refused_percent
            ).step,
        ),
        (_USAGE_S, _usage_notices(needs).step),
        *advancing,
        (_COUNTS_S, counts_over(store, planner.sealer, planner.hash).step),
        (0.3, partial(_advance_repairs, needs, repairs)),
        (_REPLAY_S, lambda: advance_replays(repairs)),
        (_LIST_S, lambda: list_codes(store, planner.sealer, planner.hash)),
        (_LIST_S, _retaking(needs).step),
        (_LIST_S, lambda: hear_of_people(store, register)),
        (_MINUTE, lambda: weigh_doubles(store, register)),
        (_MINUTE, lambda: look_at_doubts(store, register)),
        (_MINUTE, needs.anchoring.step),
        (_HOUR, lambda: forget_old_refusals(store)),
        (_HOUR, lambda: forget_old_uploads(store)),
        (_HOUR, lambda: forget_old_calls(store)),
        (_HOUR, lambda: forget_old_callbacks(store)),
        (_HOUR, lambda: forget_old_receptions(store)),
        (_HOUR, lambda: forget_old_drafts(store)),
        (_HOUR, lambda: forget_old_counts(store)),
        (_HOUR, lambda: forget_survey_answers(store)),
        (_MINUTE, lambda: forget_old_answers(store)),
        (_MINUTE, lambda: forget_old_tokens(store)),
        *([(_MINUTE, needs.revocations.step)] if needs.settings.tls_client_crl else []),
        (_MINUTE, lambda: note_changes(store, certificate_facts(needs.settings), (Kind.CERTIFICATE,))),
        (LOOK_S, lambda: note_paces(store)),
        (_WINDOWS_S, lambda: keep_windows(store, agency_of)),
        (_ALERTS_S, Alerts.of(store, planner.sealer, needs.settings).step),
        *_pushed(needs, door),
        *_collecting(needs, door),
        (_EVENTS_S, EventsOut(store, needs.bus, source).publish),
        (_EVENTS_S, Webhooks(posting).deliver),
        *office.duties(),
    ]
    return duties


def _usage_notices(needs: Dependencies) -> UsageNotices:
    planner = needs.planner
    register = RegisterStore(planner.sealer, planner.hash)
    return UsageNotices(needs.store, planner, register, frozenset(needs.operations), usage_rules())


def _retaking(needs: Dependencies) -> Retaking:
    planner = needs.planner
    readers = ChunkReaders(needs.content, needs.formats, planner, RegisterStore(planner.sealer, planner.hash))
    return Retaking(needs.store, planner.sealer, planner.hash, needs.formats, readers)


def _pushed(needs: Dependencies, door: FileDoor) -> Iterator[tuple[float, Callable[[], Awaitable[object]]]]:
    """What parties pushed over SFTP to any serving process; nothing where none did."""
    settings, store, planner = needs.settings, needs.store, needs.planner
    known = sandbox_parties(needs.formats) if settings.sandbox else {}
    folder = folder_of(settings.data)
    pushed = Pushed(
        Inbox(folder, planner.sealer),
        Outbox(folder, planner.sealer),
        door,
        Door(
            door.formats,
            planner,
            planner.sealer,
            door.accepting,
            door.content,
            Signatures(store, needs.clock, must_sign=not settings.sandbox),
        ),
        settings.max_body_bytes,
        store,
        needs.clock,
        Keyring(store, needs.clock, known),
        Quotas(store, needs.clock),
        Promises(needs.log_key, planner.hash, settings.merge_delay_seconds),
    )
    yield _PUSHED_S, pushed.step
    yield _PUSHED_S, pushed.answer
    yield _TIDY_S, pushed.tidy


def _collecting(needs: Dependencies, door: FileDoor) -> Iterator[tuple[float, Callable[[], Awaitable[object]]]]:
    """A duty for each folder that agencies leave files in."""
    for pickup in pickups(needs.settings):
        from hub.exchange.files.collecting import Collecting  # noqa: PLC0415  # its library is heavy, and few need it

        yield _PICKUP_S, Collecting(pickup, door, needs.store, needs.planner.hash).step


async def _advance_repairs(needs: Dependencies, repairs: RepairDependencies) -> None:
    """A repair of what waited for a code must not read with formats that do not know it yet."""
    await needs.formats.refresh(needs.store)
    await advance_repairs(repairs)
