"""DMA, the State Employment Agency."""
