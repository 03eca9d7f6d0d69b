"""SİMA İmza over web2app 1.3: the person signs on the phone, SİMA's app fetches from us and calls us back.

Only what is publicly documented is here: the NuGet package `SimaWeb2App` 1.0.9 and the public Python, C# and Java
clients. No sample of the live service has been seen, so this claims no compatibility with it. Where those clients
leave something open, the module that chose an answer says which.

Turned round from the other agencies: SİMA offers no service that we call, so there is no `Operation` here and no line
in the registry. Whoever serves the two addresses hands the requests to `Web2App`.
"""

from connectors.web2app.contract import Client
from connectors.web2app.operation import Held, Operations, SigningOperation
from connectors.web2app.refusal import Refused
from connectors.web2app.sender import read_pins
from connectors.web2app.web2app import ACKNOWLEDGED, Answered, Started, Web2App

__all__ = [
    "ACKNOWLEDGED",
    "Answered",
    "Client",
    "Held",
    "Operations",
    "Refused",
    "SigningOperation",
    "Started",
    "Web2App",
    "read_pins",
]
