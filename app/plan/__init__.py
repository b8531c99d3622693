"""What follows from the measures: goals, the journey map, actions and their verdicts, how work feels."""
