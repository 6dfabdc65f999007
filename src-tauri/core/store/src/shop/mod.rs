//! What happens to a conversation and its deal as one step: several tables, copied columns, events.
