"""`hub routes`: every route with its steps and destinations, as the hub would run them."""

from __future__ import annotations

from rich.text import Text
from rich.tree import Tree

from hub.commands.servers.running import loaded_or_exit
from hub.commands.servers.starting import console, settings_or_exit
from hub.errors import Words
from hub.rules import all_formats, load_routes
from hub.settings import Settings
from routes.route import Destination, Route, Routes


def show_routes() -> None:
    """Print the routes and their pipelines."""
    settings = settings_or_exit()
    routes, formats = loaded_or_exit(lambda: (load_routes(settings), all_formats(settings)))
    console.print(routes_tree(settings, routes, set(formats)))


def routes_tree(settings: Settings, routes: Routes, formats: set[str]) -> Tree:
    """Route → source, steps, destinations with what they are translated to."""
    tree = Tree(Text("routes", style="bold"))
    for route in sorted(routes.all, key=lambda each: each.name):
        title = Words(route.title_az, route.title_en).say(settings.lang)
        branch = tree.add(Text.assemble((route.name, "bold"), "  ", (title, "dim")))
        branch.add(_source(route, formats))
        for step in route.steps:
            branch.add(f"step {step.__name__}")
        for destination in route.destinations:
            branch.add(_destination(destination))
    return tree


def _source(route: Route, formats: set[str]) -> Text:
    is_made_here = route.source.startswith(("register.", "hub."))
    made = "" if is_made_here or route.source in formats else "  (no such format)"
    versions = f", newest by {route.version.__name__}" if route.version else ""
    return Text(f"from {route.source}{versions}{made}")


def _destination(destination: Destination) -> Text:
    parts = [("→ ", "dim"), (destination.name, "cyan")]
    if destination.writes:
        parts.append((f"  as {destination.writes}", ""))
    if destination.when.__name__ != "always":
        parts.append((f"  when {destination.when.__name__}", "dim"))
    if destination.parts.__name__ != "whole":
        parts.append((f"  in parts {destination.parts.__name__}", "dim"))
    parts.append((f"  on failure {destination.on_failure}", "dim"))
    return Text.assemble(*parts)
