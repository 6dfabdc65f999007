import { m } from '../paraglide/messages';

const SIGNS: Readonly<Record<string, () => string>> = {
  phone: m.duplicate_sign_phone,
  mail: m.duplicate_sign_mail,
  name: m.duplicate_sign_name,
  near: m.duplicate_sign_near,
};

/** Why two customers may be one person: "same phone number, similar names". A reason of a newer core is left out. */
export function duplicateReasons(signs: readonly string[]): string {
  return signs
    .map((sign) => SIGNS[sign]?.())
    .filter((word) => word !== undefined)
    .join(', ');
}
