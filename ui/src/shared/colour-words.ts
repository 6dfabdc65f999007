import { m } from '../paraglide/messages';
import type { STAGE_COLOURS } from './display/stage';

const NAMES: Readonly<Record<(typeof STAGE_COLOURS)[number], () => string>> = {
  grey: m.tags_colour_grey,
  blue: m.tags_colour_blue,
  violet: m.tags_colour_violet,
  amber: m.tags_colour_amber,
  green: m.tags_colour_green,
  teal: m.tags_colour_teal,
  rose: m.tags_colour_rose,
  red: m.tags_colour_red,
};

/** What a colour of the palette is called. */
export function colourName(colour: (typeof STAGE_COLOURS)[number]): string {
  return NAMES[colour]();
}
