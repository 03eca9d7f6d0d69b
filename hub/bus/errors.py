"""What the bus raises.

HubError
├── BusMisconfigured  something on the broker has our name and other properties; a person must act
├── BusRefused        the broker answers and does not let us in; a person must act
└── BusUnreachable    the broker does not answer; work waits in the store and nothing is lost
"""

from __future__ import annotations

from hub.errors import HubError, Words


class BusMisconfigured(HubError):
    """A queue or exchange of the broker is not as the hub needs it. `said` is the broker's own word on it."""

    def __init__(self, kind: str, name: str, said: str) -> None:
        super().__init__(
            "hub.bus_misconfigured",
            Words(
                az=f"Brokerdə {name} adlı {'növbə' if kind == 'queue' else 'mübadilə'} başqa xassələrlə mövcuddur "
                f"({said}). Habın proseslərini dayandırın, onu silin və yenidən başladın: gözləyən iş itmir, "
                "çünki bazadan təkrar göndərilir.",
                en=f"The broker has a {kind} named {name} with other properties than the hub needs ({said}). "
                f"Stop the hub's processes, delete it (rabbitmqctl delete_queue, or the management page) and start "
                "again: no work is lost, since what is due is published again from the database.",
            ),
        )
        self.name = name


class BusRefused(HubError):
    """The broker knows no such user or password, or keeps this user out of the virtual host."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            "hub.bus_refused",
            Words(
                az=f"Broker içəri buraxmır ({detail}). HUB_BROKER_URL-da istifadəçini, şifrəni və virtual hostu "
                "yoxlayın.",
                en=f"The broker does not let the hub in ({detail}). Check the user, the password and the virtual host "
                "in HUB_BROKER_URL.",
            ),
        )


class BusUnreachable(HubError):
    """No usable connection to the broker within the time allowed."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            "hub.bus_unreachable",
            Words(
                az=f"Broker cavab vermir ({detail}). Ünvanı və brokerin işlədiyini yoxlayın; iş bazada gözləyir.",
                en=f"The broker does not answer ({detail}). Check its address and that it runs; work waits in the "
                "database.",
            ),
            status=503,
            retryable=True,
        )
