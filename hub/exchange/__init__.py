"""hub.exchange"""
