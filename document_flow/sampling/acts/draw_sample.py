"""A sample is opened for a run, takes its seed from what nobody could know then, and is drawn list by list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.act import Act
from document_flow.form import Field, Form
from document_flow.hands import MACHINE, OFFICERS, ByHand, Happened
from document_flow.lists.run import NO_CUT, ListRun
from document_flow.sampling.standing import Decision, Standing
from document_flow.sampling.state import HowMany, PaymentSample, Sampled
from document_flow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSample(ByHand):
    """Of the run of that id, once its lists are issued; the hub adds what it is."""

    kind: Literal["open_sample"] = "open_sample"
    run: str
    of: ListRun = NO_CUT.run
    how_many: HowMany | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeSeed(ByHand):
    """The first head of the evidence log that covers the opening; these lists went out."""

    kind: Literal["take_seed"] = "take_seed"
    size: int
    root: str
    lists: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleList(ByHand):
    """Its checks are written in the same transaction."""

    kind: Literal["sample_list"] = "sample_list"
    list_id: str
    sampled: Sampled


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleOpened(Happened):
    """Of a run once; who is in it nobody knows yet."""

    kind: Literal["sample_opened"] = "sample_opened"
    of: ListRun
    how_many: HowMany | None = None

    def apply(self, state: PaymentSample) -> PaymentSample:
        return replace(state, run=self.of, how_many=self.how_many, phase="opened")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedTaken(Happened):
    """From here on it is settled who is asked."""

    kind: Literal["seed_taken"] = "seed_taken"
    size: int
    root: str
    lists: tuple[str, ...]

    def apply(self, state: PaymentSample) -> PaymentSample:
        phase: Literal["drawing", "drawn"] = "drawing" if self.lists else "drawn"
        return replace(state, size=self.size, root=self.root, lists=self.lists, phase=phase)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSampled(Happened):
    """With the last one it is drawn."""

    kind: Literal["list_sampled"] = "list_sampled"
    list_id: str
    sampled: Sampled

    def apply(self, state: PaymentSample) -> PaymentSample:
        left = tuple(each for each in state.lists if each != self.list_id)
        sampled = {**state.sampled, self.list_id: self.sampled}
        return replace(state, lists=left, sampled=sampled, phase="drawing" if left else "drawn")


def _open(standing: Standing[PaymentSample], command: OpenSample) -> Decision:
    opened = SampleOpened(**standing.stamp(command.by), of=command.of, how_many=command.how_many)
    return standing.unless("") or (opened,)


def _seed(standing: Standing[PaymentSample], command: TakeSeed) -> Decision:
    taken = SeedTaken(**standing.stamp(command.by), size=command.size, root=command.root, lists=command.lists)
    return standing.unless("opened") or (taken,)


def _list(standing: Standing[PaymentSample], command: SampleList) -> Decision:
    """Each list once."""
    if command.list_id not in standing.state.lists:
        return ()
    return (ListSampled(**standing.stamp(command.by), list_id=command.list_id, sampled=command.sampled),)


ACTS = (
    Act(
        command=OpenSample,
        decide=_open,
        who=OFFICERS,
        events={SampleOpened: Words("seçmə açıldı", "opened")},
        forms=(
            Form(
                title=Words("Seçmə aç", "Open a sample"),
                place="now",
                tone="primary",
                fields=(Field("run", Words("Gedişat", "Run"), "choice", required=True),),
            ),
        ),
    ),
    Act(
        command=TakeSeed,
        decide=_seed,
        who=MACHINE,
        events={
            SeedTaken: Words("toxum sübut jurnalının başından götürüldü", "the seed came from the head of the log")
        },
    ),
    Act(
        command=SampleList,
        decide=_list,
        who=MACHINE,
        events={ListSampled: Words("siyahı üzrə seçildi", "a list was drawn from")},
    ),
)
