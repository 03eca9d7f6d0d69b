"""Tests that drive Debian's Chromium against running hubs."""
