//! The rows, one file a source or framework.

use super::Row;

pub(super) static FILES: &[&[Row]] = &[];
