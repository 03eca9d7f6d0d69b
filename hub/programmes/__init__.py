"""Programmes at work: applications become cases, facts are gathered, the law decides, papers are made and told."""
