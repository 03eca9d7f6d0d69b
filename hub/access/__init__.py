"""hub.access"""
