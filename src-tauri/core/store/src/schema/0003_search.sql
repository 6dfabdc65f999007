-- What people search. Everything here is derived and can be built anew at any time; the search module keeps it.

CREATE VIRTUAL TABLE message_fts USING fts5(
  text,    -- folded text of the message or note
  subject, -- folded subject
  files,   -- folded names of its attachments
  marks,   -- characters that nobody types: its direction, what comes with it, its conversation
  content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 0'
);

CREATE TRIGGER message_fts_gone AFTER DELETE ON message BEGIN
  DELETE FROM message_fts WHERE rowid = OLD.id;
END;

CREATE TABLE search_word (
  stem TEXT NOT NULL,                 -- folded stem in one of the five languages
  word TEXT NOT NULL,                 -- folded word with this stem that some message held
  PRIMARY KEY (stem, word)
) STRICT, WITHOUT ROWID;

-- Customers by any part of a name or an address of at least three characters; rowid is contact.id.
CREATE VIRTUAL TABLE contact_fts USING fts5(
  name,    -- folded names, also those of contacts that were merged into this one
  company, -- folded company
  address, -- folded logins, and mail addresses before the @
  phone,   -- digits of telephone numbers
  mail,    -- folded mail addresses: what stands after the @ many have in common
  content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1'
);

-- The same customers by beginnings of words of one or two characters.
CREATE VIRTUAL TABLE contact_word_fts USING fts5(
  words,   -- folded names, company, logins, mail addresses before the @, digits of telephone numbers
  content = '', contentless_delete = 1, prefix = '1 2', detail = 'none', tokenize = 'unicode61 remove_diacritics 0'
);

-- Deals by any part of their title; rowid is deal.id.
CREATE VIRTUAL TABLE deal_fts USING fts5(
  title,   -- folded title
  content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1'
);

CREATE TABLE search_due (
  kind TEXT NOT NULL,                 -- contact, deal or message
  id   INTEGER NOT NULL,              -- row whose entry is out of date; done before the transaction commits
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER search_due_contact_new AFTER INSERT ON contact BEGIN
  INSERT INTO search_due VALUES ('contact', NEW.id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER search_due_contact AFTER UPDATE OF custom_name, full_name, nickname, company, merged_into ON contact
WHEN (OLD.custom_name, OLD.full_name, OLD.nickname, OLD.company, OLD.merged_into)
  IS NOT (NEW.custom_name, NEW.full_name, NEW.nickname, NEW.company, NEW.merged_into) BEGIN
  INSERT INTO search_due SELECT 'contact', value FROM json_each(json_array(NEW.id, NEW.merged_into, OLD.merged_into))
   WHERE value IS NOT NULL ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER search_due_contact_gone AFTER DELETE ON contact BEGIN
  INSERT INTO search_due SELECT 'contact', value FROM json_each(json_array(OLD.id, OLD.merged_into))
   WHERE value IS NOT NULL ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER search_due_identity_new AFTER INSERT ON identity BEGIN
  INSERT INTO search_due VALUES ('contact', NEW.contact_id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER search_due_identity AFTER UPDATE OF contact_id, address, shown ON identity BEGIN
  INSERT INTO search_due VALUES ('contact', OLD.contact_id) ON CONFLICT DO NOTHING;
  INSERT INTO search_due VALUES ('contact', NEW.contact_id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER search_due_identity_gone AFTER DELETE ON identity BEGIN
  INSERT INTO search_due VALUES ('contact', OLD.contact_id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER search_due_deal_new AFTER INSERT ON deal WHEN NEW.title <> '' BEGIN
  INSERT INTO search_due VALUES ('deal', NEW.id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER search_due_deal AFTER UPDATE OF title ON deal WHEN OLD.title <> NEW.title BEGIN
  INSERT INTO search_due VALUES ('deal', NEW.id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER search_due_deal_gone AFTER DELETE ON deal WHEN OLD.title <> '' BEGIN
  INSERT INTO search_due VALUES ('deal', OLD.id) ON CONFLICT DO NOTHING;
END;

-- New messages are indexed by whoever writes them, with the text at hand.
CREATE TRIGGER search_due_message AFTER UPDATE OF text, subject ON message
WHEN (OLD.text, OLD.subject) IS NOT (NEW.text, NEW.subject) BEGIN
  INSERT INTO search_due VALUES ('message', NEW.id) ON CONFLICT DO NOTHING;
END;

INSERT INTO setting (key, value) VALUES ('search_index', '[2,null]'); -- version of the index, last message of a rebuild
