"""Mass reassignment by a handover act: a leaving or transferred official's parts go to another (Təlimat)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.orders.acting import (
    Act,
    ByStandIn,
    Case,
    Decision,
    Happened,
    Refusal,
    State,
    Words,
    blank,
    refusal,
)
from document_flow.orders.handover import HandoverLine, handover_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(ByStandIn):
    """A leaving official's part goes to another by an act (təhvil-təslim aktı) that lists every line with its state.

    `lines` are those of this document; an act that no longer says how things stand is refused as stale.
    """

    kind: Literal["hand_over"] = "hand_over"
    act: str
    leaver: str
    receiver: str
    lines: tuple[HandoverLine, ...]


@dataclass(frozen=True, slots=True)
class Controller:
    """Who controls one resolution from now on."""

    resolution: str
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(Happened):
    """The leaver's part went to the receiver by this act.

    `controllers` are for what the receiver executes, and so may not control.
    """

    kind: Literal["handed_over"] = "handed_over"
    act: str
    leaver: str
    receiver: str
    lines: tuple[HandoverLine, ...]
    controllers: tuple[Controller, ...] = ()

    def apply(self, state: State) -> State:
        """A receiver who leads it is no co-executor of it as well."""
        parts = {(line.resolution, line.part) for line in self.lines}
        owners = {each.resolution: each.owner for each in self.controllers}
        changed = dict(state.resolutions)
        for each in state.resolutions.values():
            lead = self.receiver if (each.id, "lead") in parts else each.lead
            takes = (each.id, "co_executor") in parts
            named = (self.receiver if takes and login == self.leaver else login for login in each.co_executors)
            co_executors = tuple(login for login in dict.fromkeys(named) if login != lead)
            control, owner = each.control, owners.get(each.id, "")
            if not owner and (each.id, "control_owner") in parts:
                owner = self.receiver
            if control is not None and owner:
                control = replace(control, owner=owner)
            changed[each.id] = replace(each, lead=lead, co_executors=co_executors, control=control)
        return replace(state, resolutions=changed, acts=(*state.acts, self.act))


def decide(case: Case, command: HandOver) -> Decision:
    """All of the leaver's parts in this document, as the act lists them; never some of them."""
    if not case.context.directory.has_role(case.who, case.context.competence.hands_over):
        return refusal("orders.not_registrar")
    refused = blank(act=command.act) or case.takes_part(command.receiver) or _lines(case, command)
    if refused is not None:
        return refused
    event = HandedOver(
        by=case.by,
        on_behalf_of=case.on_behalf_of,
        at=case.context.now,
        act=command.act,
        leaver=command.leaver,
        receiver=command.receiver,
        lines=command.lines,
    )
    controllers = _controllers(case, event.apply(case.state), command)
    return controllers if isinstance(controllers, Refusal) else (replace(event, controllers=controllers),)


def _lines(case: Case, command: HandOver) -> Refusal | None:
    if command.leaver == command.receiver:
        return refusal("orders.same_person")
    now = handover_lines({"": case.state}, command.leaver)
    if not now:
        return refusal("orders.nothing_to_hand_over", leaver=case.name(command.leaver))
    if _bare(now) != _bare(command.lines):
        return refusal("orders.act_differs", now=len(now), listed=len(command.lines))
    return None


def _bare(lines: tuple[HandoverLine, ...]) -> set[HandoverLine]:
    return {replace(line, document="") for line in lines}


def _controllers(case: Case, after: State, command: HandOver) -> tuple[Controller, ...] | Refusal:
    """Nobody comes to control what he executes: the head above does, and where there is none the act is refused."""
    receiver, directory = command.receiver, case.context.directory
    found: list[Controller] = []
    for each in after.unfinished():
        if receiver != each.owner or receiver not in each.executors:
            continue
        above = case.context.competence.above(directory, receiver, (command.leaver, *each.executors))
        able = [login for login in above if case.takes_part(login) is None]
        if not able:
            return refusal("orders.own_control", name=case.name(receiver))
        found.append(Controller(each.id, able[0]))
    return tuple(found)


ACTS = (Act(command=HandOver, decide=decide, events={HandedOver: Words("təhvil verildi", "handed over")}),)
