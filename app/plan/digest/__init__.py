"""Once a week by mail: what changed beyond chance, and nothing else."""
