"""Repairs: what a person does about deliveries that failed and messages that could not be read (Dead Letter Channel).

A repair is an object: a frozen selection, a reason, who made and who approved it, steps that begin with one item, and
an outcome for each item.
"""
