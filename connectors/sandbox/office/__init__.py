"""The committee's people of the sandbox at their desks: each incoming letter is worked by them over the hub's API."""
