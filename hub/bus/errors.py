"""What the bus raises.

HubError
├── BusMisconfigured  something on the broker has our name and other properties; a person must act
├── BusRefused        the broker answers and does not let us in; a person must act
├── BusUnreachable    the broker does not answer; work waits in the store and nothing is lost
└── VirtualHostClosed the broker lets us in and not into the virtual host, or has none of that name; a person must act
"""

from __future__ import annotations

from shlex import quote

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
    """The broker knows no such user or password."""

    def __init__(self, detail: str) -> None:
        self.detail = detail
        super().__init__(
            "hub.bus_refused",
            Words(
                az=f"Broker içəri buraxmır ({detail}). HUB_BROKER_URL-da istifadəçini və şifrəni yoxlayın.",
                en=f"The broker does not let the hub in ({detail}). Check the user and the password in HUB_BROKER_URL.",
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


class VirtualHostClosed(HubError):
    """The broker knows the user and does not open the virtual host. Why, the protocol says in words that the library
    keeps for itself.
    """

    def __init__(self, name: str) -> None:
        typed = quote(name)
        mend = f"rabbitmqctl add_vhost {typed}", f"rabbitmqctl set_permissions -p {typed} USER '.*' '.*' '.*'"
        super().__init__(
            "hub.bus_virtual_host",
            Words(
                az=f"Broker istifadəçini tanıyır, amma “{name}” virtual hostunu açmır: belə virtual host yoxdur, "
                f"dayandırılıb, yaxud istifadəçinin ona icazəsi yoxdur. Onu yaradın ({mend[0]}) və icazə verin "
                f"({mend[1]}), ya da HUB_BROKER_URL-da adı düzəldin.",
                en=f"The broker knows the user and does not open the virtual host “{name}”: there is none, it is down, "
                f"or the user may not enter it. Make it ({mend[0]}) and give the right ({mend[1]}), or mend the name "
                "in HUB_BROKER_URL.",
            ),
        )
        self.detail = f"the virtual host “{name}” is not there or not open to the user"
