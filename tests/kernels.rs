//! Every kernel of the benchmark on the adapter of this machine, against the core.
