// Generated from the api crate. Do not edit.
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface Commands {}
