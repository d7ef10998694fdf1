"""What a case is while it is being worked on: the flow, storage, evidence, audit chain, clock, notices."""
