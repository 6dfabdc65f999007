//! One file per table: its row struct, what can be read from it and what can be written to it.
