"""hub.register"""
