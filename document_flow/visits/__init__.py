"""Visit acts: the questionnaire that a representative fills in where a family lives, and the family's signature."""
