"""hub.bus"""
