"""The knobs of the simulated agencies: how an agency misbehaves until it is told otherwise.

    fail            answer this HTTP status               retry_after     with it (or with 503): the header, seconds
    fault           SOAP Fault "Server" or "Client"       html            200 with a maintenance page
    code            the agency's own code (MEİS status, DİN or Azəriqaz Xeta)
    down            close the connection without answer   reset           the same by RST
    latency_ms      wait before anything is done          drip_bytes_per_s  the answer comes that slowly
    cut_at          stop the answer after so many bytes   wrong_element   an answer of another shape
    after_apply     apply first, then misbehave           operation       only this one of the agency's operations
    phone           what a SİMA phone does wrong (twins/sima.py)
    mode            what a ministry does with a document: "answer" it, only "register" it, "refuse" it, or be "silent",
                    as a utility may be about the statement of a month
    hostile         answer with an XML "bomb", a "huge" body or a "malformed" one
    file            what is wrong with the file of an answer: "too_large" or "other_bytes"
    times           so many calls, then healthy           probability, seed   of the calls only some

Knobs combine, and `mode` and `file` hold for every call, whatever `times` says. They live in memory, so a restarted
sandbox is healthy.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, NonNegativeInt, PositiveInt

PhoneFault = Literal["double_callback", "wrong_certificate", "changed_bytes", "tampered_file", "careless"]
Mode = Literal["answer", "register", "refuse", "silent"]
Hostile = Literal["bomb", "huge", "malformed"]
FileFault = Literal["too_large", "other_bytes"]


class Behaviour(BaseModel):
    """One setting of all knobs; the module's docstring says what each does. Unknown names are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    fail: int | None = None
    retry_after: NonNegativeInt | None = None
    fault: Literal["Server", "Client"] | None = None
    html: bool = False
    code: int | None = None
    down: bool = False
    reset: bool = False
    latency_ms: NonNegativeInt = 0
    drip_bytes_per_s: PositiveInt | None = None
    cut_at: NonNegativeInt | None = None
    wrong_element: bool = False
    after_apply: bool = False
    phone: PhoneFault | None = None
    mode: Mode = "answer"
    hostile: Hostile | None = None
    file: FileFault | None = None
    operation: str | None = None
    times: NonNegativeInt | None = None
    probability: float = 1.0
    seed: int = 0

    @property
    def replaces_answer(self) -> bool:
        """Whether the agency's own answer is not what the caller gets."""
        values = (self.fail, self.retry_after, self.fault, self.code, self.hostile)
        return self.drops_connection or self.html or any(value is not None for value in values)

    @property
    def drops_connection(self) -> bool:
        """Whether there is no answer at all."""
        return self.down or self.reset


HEALTHY = Behaviour()


@dataclass(slots=True)
class Knobs:
    """The behaviour in force of every agency; `draw` uses one call of it up."""

    _set: dict[str, Behaviour] = field(default_factory=dict)
    _left: dict[str, int] = field(default_factory=dict)
    _dice: dict[str, random.Random] = field(default_factory=dict)

    def put(self, agency: str, behaviour: Behaviour) -> None:
        """Replace the behaviour of an agency."""
        self._set[agency] = HEALTHY if behaviour == HEALTHY else behaviour
        self._left[agency] = -1 if behaviour.times is None else behaviour.times
        self._dice[agency] = random.Random(behaviour.seed)  # noqa: S311 - a seeded experiment, no secret

    def draw(self, agency: str, operation: str) -> Behaviour:
        """How the agency behaves in the call that is just coming in."""
        behaviour = self._set.get(agency, HEALTHY)
        if behaviour is HEALTHY or behaviour.operation not in {None, operation}:
            return HEALTHY
        if behaviour.probability < 1 and self._dice[agency].random() >= behaviour.probability:
            return HEALTHY
        if self._left[agency] == 0:
            return HEALTHY
        self._left[agency] -= 1
        return behaviour

    def mode(self, agency: str) -> Mode:
        """What the agency does with a document until it is told otherwise."""
        return self._set.get(agency, HEALTHY).mode

    def file(self, agency: str) -> FileFault | None:
        """What is wrong with the files that the agency sends until it is told otherwise."""
        return self._set.get(agency, HEALTHY).file

    def show(self, agency: str) -> dict[str, Any]:
        """The knobs that are turned, and `left`, how many calls they still hold for."""
        behaviour = self._set.get(agency, HEALTHY)
        turned = behaviour.model_dump(exclude_defaults=True)
        return turned if behaviour.times is None else {**turned, "left": self._left[agency]}
