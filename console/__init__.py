"""The clerks' and administrators' web pages. They meet the robots only in the store."""
