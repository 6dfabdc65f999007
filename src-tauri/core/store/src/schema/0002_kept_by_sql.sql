-- Counters and copied columns that SQL itself keeps, so that no writer can forget them.
-- A property test compares them with a recount after any sequence of changes.

CREATE VIEW contact_shown AS -- name of each contact by the fallback order of UC-11
SELECT contact.id AS contact_id,
       coalesce(
         nullif(trim(custom_name), ''), nullif(trim(full_name), ''), nullif(trim(nickname), ''),
         -- a login or mail address before a phone number, which has digits only
         (SELECT nullif(trim(shown), '') FROM identity
           WHERE identity.contact_id = contact.id
           ORDER BY address NOT GLOB '*[^0-9+]*', identity.id LIMIT 1),
         '#' || contact.id
       ) AS name
FROM contact;

CREATE TRIGGER contact_name_on_conversation AFTER INSERT ON conversation BEGIN
  UPDATE conversation SET contact_name = (SELECT name FROM contact_shown WHERE contact_id = NEW.contact_id)
   WHERE id = NEW.id;
END;

CREATE TRIGGER contact_name_on_moved_conversation AFTER UPDATE OF contact_id ON conversation
WHEN OLD.contact_id <> NEW.contact_id BEGIN
  UPDATE conversation SET contact_name = (SELECT name FROM contact_shown WHERE contact_id = NEW.contact_id)
   WHERE id = NEW.id;
END;

CREATE TRIGGER contact_name_on_contact AFTER UPDATE OF custom_name, full_name, nickname ON contact
WHEN (OLD.custom_name, OLD.full_name, OLD.nickname) IS NOT (NEW.custom_name, NEW.full_name, NEW.nickname) BEGIN
  UPDATE conversation SET contact_name = (SELECT name FROM contact_shown WHERE contact_id = NEW.id)
   WHERE contact_id = NEW.id;
END;

CREATE TRIGGER contact_name_on_identity AFTER INSERT ON identity BEGIN
  UPDATE conversation SET contact_name = (SELECT name FROM contact_shown WHERE contact_id = NEW.contact_id)
   WHERE contact_id = NEW.contact_id;
END;

CREATE TRIGGER contact_name_on_moved_identity AFTER UPDATE OF contact_id, address, shown ON identity BEGIN
  UPDATE conversation SET contact_name = (SELECT name FROM contact_shown WHERE contact_id = OLD.contact_id)
   WHERE contact_id = OLD.contact_id;
  UPDATE conversation SET contact_name = (SELECT name FROM contact_shown WHERE contact_id = NEW.contact_id)
   WHERE contact_id = NEW.contact_id;
END;

CREATE TRIGGER contact_name_on_gone_identity AFTER DELETE ON identity BEGIN
  UPDATE conversation SET contact_name = (SELECT name FROM contact_shown WHERE contact_id = OLD.contact_id)
   WHERE contact_id = OLD.contact_id;
END;

-- The contact's stars on each conversation, to sort and filter by.

CREATE TRIGGER stars_on_conversation AFTER INSERT ON conversation BEGIN
  UPDATE conversation SET stars = (SELECT stars FROM contact WHERE id = NEW.contact_id)
   WHERE id = NEW.id AND stars <> (SELECT stars FROM contact WHERE id = NEW.contact_id);
END;

CREATE TRIGGER stars_on_moved_conversation AFTER UPDATE OF contact_id ON conversation
WHEN OLD.contact_id <> NEW.contact_id BEGIN
  UPDATE conversation SET stars = (SELECT stars FROM contact WHERE id = NEW.contact_id) WHERE id = NEW.id;
END;

CREATE TRIGGER stars_on_contact AFTER UPDATE OF stars ON contact WHEN OLD.stars <> NEW.stars BEGIN
  UPDATE conversation SET stars = NEW.stars WHERE contact_id = NEW.id;
END;

-- Names of who is in charge and of the source, so that people and accounts stand in the order of the alphabet.

CREATE TRIGGER names_on_conversation AFTER INSERT ON conversation BEGIN
  UPDATE conversation
     SET responsible_name = coalesce((SELECT name FROM member WHERE id = NEW.responsible_id), ''),
         source_name = (SELECT name FROM source WHERE id = NEW.source_id)
   WHERE id = NEW.id;
END;

CREATE TRIGGER responsible_name_on_charge AFTER UPDATE OF responsible_id ON conversation
WHEN OLD.responsible_id IS NOT NEW.responsible_id BEGIN
  UPDATE conversation
     SET responsible_name = coalesce((SELECT name FROM member WHERE id = NEW.responsible_id), '')
   WHERE id = NEW.id;
END;

CREATE TRIGGER source_name_on_moved_conversation AFTER UPDATE OF source_id ON conversation
WHEN OLD.source_id <> NEW.source_id BEGIN
  UPDATE conversation SET source_name = (SELECT name FROM source WHERE id = NEW.source_id) WHERE id = NEW.id;
END;

CREATE TRIGGER responsible_name_on_member AFTER UPDATE OF name ON member WHEN OLD.name <> NEW.name BEGIN
  UPDATE conversation SET responsible_name = NEW.name WHERE responsible_id = NEW.id;
END;

CREATE TRIGGER source_name_on_source AFTER UPDATE OF name ON source WHEN OLD.name <> NEW.name BEGIN
  UPDATE conversation SET source_name = NEW.name WHERE source_id = NEW.id;
END;

CREATE VIEW conversation_tags AS -- names of each conversation's tags, in order
SELECT conversation_id, group_concat(name, ', ' ORDER BY name COLLATE NOCASE) AS names
FROM conversation_tag JOIN tag ON tag.id = conversation_tag.tag_id
GROUP BY conversation_id;

CREATE TRIGGER tag_names_on_tag_put AFTER INSERT ON conversation_tag BEGIN
  UPDATE conversation
     SET tag_names = coalesce((SELECT names FROM conversation_tags WHERE conversation_id = NEW.conversation_id), '')
   WHERE id = NEW.conversation_id;
END;

CREATE TRIGGER tag_names_on_tag_taken AFTER DELETE ON conversation_tag BEGIN
  UPDATE conversation
     SET tag_names = coalesce((SELECT names FROM conversation_tags WHERE conversation_id = OLD.conversation_id), '')
   WHERE id = OLD.conversation_id;
END;

CREATE TRIGGER tag_names_on_tag_renamed AFTER UPDATE OF name ON tag WHEN OLD.name <> NEW.name BEGIN
  UPDATE conversation
     SET tag_names = (SELECT names FROM conversation_tags WHERE conversation_id = conversation.id)
   WHERE id IN (SELECT conversation_id FROM conversation_tag WHERE tag_id = NEW.id);
END;

-- The list that shows a conversation.

CREATE VIEW conversation_place AS
SELECT id AS conversation_id,
       CASE WHEN quarantined_at IS NOT NULL THEN 'quarantine'
            WHEN snoozed_at IS NOT NULL THEN 'snoozed' ELSE folder END AS place
FROM conversation;

CREATE TRIGGER place_of_conversation AFTER INSERT ON conversation
WHEN NEW.folder <> 'new' OR NEW.snoozed_at IS NOT NULL OR NEW.quarantined_at IS NOT NULL BEGIN
  UPDATE conversation SET place = (SELECT place FROM conversation_place WHERE conversation_id = NEW.id)
   WHERE id = NEW.id;
END;

CREATE TRIGGER place_of_changed_conversation AFTER UPDATE OF folder, snoozed_at, quarantined_at ON conversation
WHEN (OLD.folder, OLD.snoozed_at, OLD.quarantined_at) IS NOT (NEW.folder, NEW.snoozed_at, NEW.quarantined_at) BEGIN
  UPDATE conversation SET place = (SELECT place FROM conversation_place WHERE conversation_id = NEW.id)
   WHERE id = NEW.id;
END;

-- Conversations per place.

CREATE TRIGGER place_count_up AFTER INSERT ON conversation BEGIN
  INSERT INTO place_count (place, total) VALUES (NEW.place, 1)
  ON CONFLICT (place) DO UPDATE SET total = total + 1;
END;

CREATE TRIGGER place_count_moved AFTER UPDATE OF place ON conversation WHEN OLD.place <> NEW.place BEGIN
  UPDATE place_count SET total = total - 1 WHERE place = OLD.place;
  INSERT INTO place_count (place, total) VALUES (NEW.place, 1)
  ON CONFLICT (place) DO UPDATE SET total = total + 1;
  -- what was unread moves along
  UPDATE unread_count SET total = total - 1
   WHERE place = OLD.place
     AND member_id IN (SELECT member_id FROM read_state
                        WHERE conversation_id = NEW.id AND (unread > 0 OR marked_unread = 1));
  INSERT INTO unread_count (member_id, place, total)
  SELECT member_id, NEW.place, 1 FROM read_state
   WHERE conversation_id = NEW.id AND (unread > 0 OR marked_unread = 1)
  ON CONFLICT (member_id, place) DO UPDATE SET total = total + 1;
END;

-- Before: afterwards its read states are gone and nobody knows in which place they counted.
CREATE TRIGGER place_count_down BEFORE DELETE ON conversation BEGIN
  UPDATE place_count SET total = total - 1 WHERE place = OLD.place;
  UPDATE unread_count SET total = total - 1
   WHERE place = OLD.place
     AND member_id IN (SELECT member_id FROM read_state
                        WHERE conversation_id = OLD.id AND (unread > 0 OR marked_unread = 1));
END;

-- Conversations per label and place.

CREATE TRIGGER tag_count_up AFTER INSERT ON conversation_tag BEGIN
  INSERT INTO tag_count (tag_id, place, total)
  SELECT NEW.tag_id, place, 1 FROM conversation WHERE id = NEW.conversation_id
  ON CONFLICT (tag_id, place) DO UPDATE SET total = total + 1;
END;

CREATE TRIGGER tag_count_down AFTER DELETE ON conversation_tag BEGIN
  UPDATE tag_count SET total = total - 1
   WHERE tag_id = OLD.tag_id AND place = (SELECT place FROM conversation WHERE id = OLD.conversation_id);
END;

CREATE TRIGGER tag_count_moved AFTER UPDATE OF place ON conversation WHEN OLD.place <> NEW.place BEGIN
  UPDATE tag_count SET total = total - 1
   WHERE place = OLD.place
     AND tag_id IN (SELECT tag_id FROM conversation_tag WHERE conversation_id = NEW.id);
  INSERT INTO tag_count (tag_id, place, total)
  SELECT tag_id, NEW.place, 1 FROM conversation_tag WHERE conversation_id = NEW.id
  ON CONFLICT (tag_id, place) DO UPDATE SET total = total + 1;
END;

-- Before: when its labels go with it, nobody knows any more where it was.
CREATE TRIGGER tag_count_gone BEFORE DELETE ON conversation BEGIN
  UPDATE tag_count SET total = total - 1
   WHERE place = OLD.place
     AND tag_id IN (SELECT tag_id FROM conversation_tag WHERE conversation_id = OLD.id);
END;

-- Conversations with something unread, per member and place.

CREATE TRIGGER unread_count_up AFTER INSERT ON read_state WHEN NEW.unread > 0 OR NEW.marked_unread = 1 BEGIN
  INSERT INTO unread_count (member_id, place, total)
  SELECT NEW.member_id, place, 1 FROM conversation WHERE id = NEW.conversation_id
  ON CONFLICT (member_id, place) DO UPDATE SET total = total + 1;
END;

CREATE TRIGGER unread_count_changed AFTER UPDATE OF unread, marked_unread ON read_state
WHEN (OLD.unread > 0 OR OLD.marked_unread = 1) <> (NEW.unread > 0 OR NEW.marked_unread = 1) BEGIN
  INSERT INTO unread_count (member_id, place, total)
  SELECT NEW.member_id, place, iif(NEW.unread > 0 OR NEW.marked_unread = 1, 1, -1)
    FROM conversation WHERE id = NEW.conversation_id
  ON CONFLICT (member_id, place) DO UPDATE SET total = total + excluded.total;
END;

CREATE TRIGGER unread_count_down AFTER DELETE ON read_state WHEN OLD.unread > 0 OR OLD.marked_unread = 1 BEGIN
  UPDATE unread_count SET total = total - 1
   WHERE member_id = OLD.member_id
     AND place = (SELECT place FROM conversation WHERE id = OLD.conversation_id);
END;

-- Cards stand in columns that are there: also an undo cannot put one into a deleted column, or delete one that holds
-- cards.

CREATE TRIGGER deal_in_present_stage BEFORE INSERT ON deal
WHEN (SELECT removed_at FROM stage WHERE id = NEW.stage_id) IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'this stage is deleted');
END;

CREATE TRIGGER deal_into_present_stage BEFORE UPDATE OF stage_id ON deal
WHEN OLD.stage_id <> NEW.stage_id AND (SELECT removed_at FROM stage WHERE id = NEW.stage_id) IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'this stage is deleted');
END;

CREATE TRIGGER stage_without_deals BEFORE UPDATE OF removed_at ON stage
WHEN OLD.removed_at IS NULL AND NEW.removed_at IS NOT NULL
  AND EXISTS (SELECT 1 FROM deal WHERE stage_id = NEW.id) BEGIN
  SELECT RAISE(ABORT, 'this stage holds cards');
END;

-- The rank of a conversation's stage, to sort by.

CREATE TRIGGER stage_rank_of_conversation AFTER INSERT ON conversation
WHEN NEW.stage_id IS NOT NULL AND NEW.stage_rank = '' BEGIN
  UPDATE conversation SET stage_rank = (SELECT rank FROM stage WHERE id = NEW.stage_id) WHERE id = NEW.id;
END;

CREATE TRIGGER stage_rank_of_moved_conversation AFTER UPDATE OF stage_id ON conversation
WHEN OLD.stage_id IS NOT NEW.stage_id BEGIN
  UPDATE conversation SET stage_rank = coalesce((SELECT rank FROM stage WHERE id = NEW.stage_id), '')
   WHERE id = NEW.id;
END;

CREATE TRIGGER stage_rank_on_stage AFTER UPDATE OF rank ON stage WHEN OLD.rank <> NEW.rank BEGIN
  UPDATE conversation SET stage_rank = NEW.rank
   WHERE stage_id = NEW.id AND id IN (SELECT conversation_id FROM deal WHERE stage_id = NEW.id);
END;

-- Cards per column and their sums per currency.

CREATE TRIGGER stage_count_up AFTER INSERT ON deal BEGIN
  INSERT INTO stage_count (stage_id, currency, deals, amount_minor)
  VALUES (NEW.stage_id, iif(NEW.amount_minor IS NULL, '', coalesce(NEW.currency, '')), 1, coalesce(NEW.amount_minor, 0))
  ON CONFLICT (stage_id, currency)
  DO UPDATE SET deals = deals + 1, amount_minor = amount_minor + excluded.amount_minor;
END;

CREATE TRIGGER stage_count_changed AFTER UPDATE OF stage_id, amount_minor, currency ON deal
WHEN (OLD.stage_id, OLD.amount_minor, OLD.currency) IS NOT (NEW.stage_id, NEW.amount_minor, NEW.currency) BEGIN
  UPDATE stage_count SET deals = deals - 1, amount_minor = amount_minor - coalesce(OLD.amount_minor, 0)
   WHERE stage_id = OLD.stage_id AND currency = iif(OLD.amount_minor IS NULL, '', coalesce(OLD.currency, ''));
  INSERT INTO stage_count (stage_id, currency, deals, amount_minor)
  VALUES (NEW.stage_id, iif(NEW.amount_minor IS NULL, '', coalesce(NEW.currency, '')), 1, coalesce(NEW.amount_minor, 0))
  ON CONFLICT (stage_id, currency)
  DO UPDATE SET deals = deals + 1, amount_minor = amount_minor + excluded.amount_minor;
END;

CREATE TRIGGER stage_count_down AFTER DELETE ON deal BEGIN
  UPDATE stage_count SET deals = deals - 1, amount_minor = amount_minor - coalesce(OLD.amount_minor, 0)
   WHERE stage_id = OLD.stage_id AND currency = iif(OLD.amount_minor IS NULL, '', coalesce(OLD.currency, ''));
END;

-- Customers who may be the same person. A key that many have says little: each new one meets the five oldest.

CREATE TRIGGER duplicate_found AFTER INSERT ON duplicate_key BEGIN
  INSERT OR IGNORE INTO duplicate (newer_id, older_id, key)
  SELECT max(NEW.contact_id, contact_id), min(NEW.contact_id, contact_id), NEW.key
    FROM (SELECT contact_id FROM duplicate_key
           WHERE key = NEW.key AND contact_id <> NEW.contact_id ORDER BY contact_id LIMIT 5);
END;

CREATE TRIGGER duplicate_gone AFTER DELETE ON duplicate_key BEGIN
  DELETE FROM duplicate WHERE key = OLD.key AND OLD.contact_id IN (newer_id, older_id);
END;
