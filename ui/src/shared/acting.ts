import { call, CommandError } from '../ipc/client';
import { notifyError } from './toast';

/** From now on this window acts as somebody else. Everything is asked for anew: what it shows is what they see. */
export async function actAs(member_id: number, reload = () => location.reload()): Promise<void> {
  try {
    await call('member_act', { member_id });
    reload();
  } catch (cause) {
    if (!(cause instanceof CommandError)) throw cause;
    notifyError(cause);
  }
}
