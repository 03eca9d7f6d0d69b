"""Surveys: questionnaires as data, answers checked against them, a survey from opening to figures. Pure."""
