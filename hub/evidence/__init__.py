"""hub.evidence"""
