"""What HS 004A asks of contractors, measured: which visits met a standard, which did not, and which nobody can say."""
