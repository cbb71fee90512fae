"""The store of a deployment with more than one machine: a Neo4j database."""
