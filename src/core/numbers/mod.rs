//! Number formats as sets of values.
