"""Acts with documents: commands in, events, tasks, timers and snapshots out, in one commit."""
