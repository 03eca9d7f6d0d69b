"""Surveys: answers kept sealed beside the register, never in it; who may answer; what was counted."""
