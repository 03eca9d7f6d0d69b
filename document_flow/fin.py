"""The personal identification number (FİN): seven characters, digits and English letters except I and O."""

from __future__ import annotations

import re

FIN = re.compile("[0-9A-HJ-NP-Z]{7}")
LIKE_A_FIN = re.compile(r"(?<!\w)(?=[A-Za-z]*[0-9])[0-9A-HJ-NP-Za-hj-np-z]{7}(?!\w)")
"""Finds in a text, in capitals or not, what may be one; a word without a digit is a word."""
