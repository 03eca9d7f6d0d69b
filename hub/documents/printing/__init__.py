"""Documents on paper: letters, cards, minutes, and the codes by which a paper is looked up."""
