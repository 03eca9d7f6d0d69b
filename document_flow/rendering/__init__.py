"""Printed documents: forms filled with frozen data, as PDF/A-3b with a machine-readable record inside.

`render.render` is the door, `forms.PrintKind` the list of what can be printed, `models` what each form takes,
`refusals` what can go wrong. Importing this room costs nothing: typst is loaded at the first print.
"""
