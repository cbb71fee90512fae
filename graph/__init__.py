"""What is true: facts and their sources, identity, stores, snapshots, networks."""
