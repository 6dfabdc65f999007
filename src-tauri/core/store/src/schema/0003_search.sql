-- What people search. The index holds folded words only (no copy of the text); it can be built anew at any time.

CREATE VIRTUAL TABLE message_fts USING fts5(
  text,    -- folded text of the message or note
  subject, -- folded subject
  files,   -- folded names of its attachments
  content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 0'
);

CREATE TRIGGER message_fts_gone AFTER DELETE ON message BEGIN
  DELETE FROM message_fts WHERE rowid = OLD.id;
END;
