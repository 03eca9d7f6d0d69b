"""What a run waits for, in a sentence."""
