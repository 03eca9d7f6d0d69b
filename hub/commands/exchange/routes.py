"""`hub routes`: every route with its steps and destinations, as the hub would run them."""

from __future__ import annotations

from rich.text import Text
from rich.tree import Tree

from hub.commands.servers.running import loaded_or_exit
from hub.commands.servers.starting import console, settings_or_exit, spoken
from hub.errors import Words
from hub.rules import all_formats, load_routes
from hub.settings import Settings
from routes.route import Destination, Route, Routes

_ROUTES, _FROM, _STEP = Words("marşrutlar", "routes"), Words("mənbə", "from"), Words("addım", "step")
_NO_FORMAT, _NEWEST = Words("belə format yoxdur", "no such format"), Words("ən yenisi:", "newest by")
_AS, _WHEN, _PARTS = Words("format", "as"), Words("şərt", "when"), Words("hissə-hissə", "in parts")
_ON_FAILURE = Words("uğursuz olsa", "on failure")


def show_routes() -> None:
    """Print the routes and their pipelines."""
    settings = settings_or_exit()
    routes, formats = loaded_or_exit(lambda: (load_routes(settings), all_formats(settings)))
    console.print(routes_tree(settings, routes, set(formats)))


def routes_tree(settings: Settings, routes: Routes, formats: set[str]) -> Tree:
    """Route → source, steps, destinations with what they are translated to."""
    tree = Tree(Text(spoken(_ROUTES), style="bold"))
    for route in sorted(routes.all, key=lambda each: each.name):
        title = Words(route.title_az, route.title_en).say(settings.lang)
        branch = tree.add(Text.assemble((route.name, "bold"), "  ", (title, "dim")))
        branch.add(_source(route, formats))
        for step in route.steps:
            branch.add(f"{spoken(_STEP)} {step.__name__}")
        for destination in route.destinations:
            branch.add(_destination(destination))
    return tree


def _source(route: Route, formats: set[str]) -> Text:
    is_made_here = route.source.startswith(("register.", "hub."))
    made = "" if is_made_here or route.source in formats else f"  ({spoken(_NO_FORMAT)})"
    versions = f", {spoken(_NEWEST)} {route.version.__name__}" if route.version else ""
    return Text(f"{spoken(_FROM)} {route.source}{versions}{made}")


def _destination(destination: Destination) -> Text:
    parts = [("→ ", "dim"), (destination.name, "cyan")]
    if destination.writes:
        parts.append((f"  {spoken(_AS)} {destination.writes}", ""))
    if destination.when.__name__ != "always":
        parts.append((f"  {spoken(_WHEN)} {destination.when.__name__}", "dim"))
    if destination.parts.__name__ != "whole":
        parts.append((f"  {spoken(_PARTS)} {destination.parts.__name__}", "dim"))
    parts.append((f"  {spoken(_ON_FAILURE)} {destination.on_failure}", "dim"))
    return Text.assemble(*parts)
