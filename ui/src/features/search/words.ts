import type { Place, SearchTrouble } from '$/ipc/bindings';
import { m } from '$/paraglide/messages';

/** The list that shows a conversation, as its badge says it. */
export function placeWord(place: Place): string {
  if (place === 'new') return m.folder_new();
  if (place === 'accepted') return m.folder_accepted();
  if (place === 'archive') return m.folder_archive();
  return m.search_place_snoozed();
}

/** What could not be followed, in a sentence. */
export function troubleWords({ code, operator, value }: SearchTrouble): string {
  switch (code) {
    case 'value_unknown':
      return m.search_trouble_value_unknown({ operator, value });
    case 'contact_unknown':
      return m.search_trouble_contact_unknown({ value });
    case 'tag_unknown':
      return m.search_trouble_tag_unknown({ value });
    case 'stage_unknown':
      return m.search_trouble_stage_unknown({ value });
    case 'source_unknown':
      return m.search_trouble_source_unknown({ value });
    case 'member_unknown':
      return m.search_trouble_member_unknown({ value });
    default:
      return m.search_trouble_operator_unknown({ operator });
  }
}
