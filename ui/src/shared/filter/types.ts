import type { Test } from '$/ipc/bindings';

export type { Channel, Clause, Condition, Test, ThreadKind, WorkStatus } from '$/ipc/bindings';
export type { Field, FieldIs } from '$/ipc/bindings';
export type FieldTest = Extract<Test, { field: unknown }>['field'];
export type TaskTest = Extract<Test, { tasks: unknown }>['tasks'][number];
