"""Resolutions (dərkənar) and the control of their execution (icra nəzarəti): an event-sourced kernel over a document.

A head, a deputy or the head of a unit gives an order; the first executor named is the lead (əsas icraçı), the others
are co-executors (müştərək icraçı). A unit's head may pass it on within the unit. The rules follow the Təlimat on
kargüzarlıq (Presidential Decree 935 of 27.09.2003), its articles 117-120, 123 and 128-130 as study copies number them.

open ── report ──> executed                              without control
open ── report ──> reported ── accepted ──> executed     under control
                   reported ── returned ──> open

acts      what may be asked, what comes of it and what that makes of the state: an act a file
state     what it all comes to
kernel    decide, evolve, waiting, timers
handover  what a leaving official hands over, for the act (təhvil-təslim aktı)
"""
