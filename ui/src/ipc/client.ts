import type { Commands, WireError } from './bindings';
import type { Host } from './host';

export type CommandName = keyof Commands;
type Of<C extends CommandName> = Commands[C] extends { request: infer Q; response: infer R }
  ? { request: Q; response: R }
  : never;
export type RequestOf<C extends CommandName> = Of<C>['request'];
export type ResponseOf<C extends CommandName> = Of<C>['response'];

/** A refusal of the core. `$/lib/errors` words it; `detail` is raw text of a server, if there was any. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly command: string;
  readonly code: string;
  readonly params: Readonly<Record<string, string>>;
  readonly detail: string;

  constructor(command: string, code: string, params: Record<string, string>, detail = '') {
    super(`${command}: ${code}`);
    this.command = command;
    this.code = code;
    this.params = params;
    this.detail = detail;
  }

  /** The core could not be asked at all: nothing was changed. */
  get unreachable(): boolean {
    return this.code === 'unreachable';
  }
}

let current: Host | undefined;

/** Called once at the start, and by tests. */
export function useHost(host: Host): void {
  current = host;
}

export function host(): Host {
  if (!current) throw new Error('no host: main.ts calls useHost() first');
  return current;
}

/** Asks the core. Rejects only with `CommandError`. */
export async function call<C extends CommandName>(command: C, request: RequestOf<C>): Promise<ResponseOf<C>> {
  try {
    return (await host().rpc(command, request)) as ResponseOf<C>;
  } catch (cause) {
    throw asCommandError(command, cause);
  }
}

function asCommandError(command: string, cause: unknown): CommandError {
  if (cause instanceof CommandError) return cause;
  if (typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string') {
    const { code, params, detail } = cause as Partial<WireError> & { code: string };
    return new CommandError(command, code, params ?? {}, detail);
  }
  return new CommandError(command, 'unreachable', {}, cause instanceof Error ? cause.message : String(cause));
}
