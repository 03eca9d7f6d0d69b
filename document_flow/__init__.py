"""Document flow: pure rules about official documents, working on frozen facts; the hub does the I/O."""
