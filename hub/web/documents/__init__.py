"""What clerks, officials and programs do with documents, whatever the door."""
