-- The first schema. Every column says what it holds; a test compares this text with the real database.
-- Times are milliseconds since 1970 UTC, named <verb>_at. `uid` is sixteen bytes, unique beyond this file.
-- Words such as channel, role or state are spelled as in runnel-domain's vocabulary.

CREATE TABLE setting (
  key   TEXT PRIMARY KEY,             -- name of the setting, e.g. 'locale'
  value TEXT NOT NULL                 -- its value as JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE member (
  id         INTEGER PRIMARY KEY AUTOINCREMENT, -- person who works here
  uid        BLOB NOT NULL UNIQUE,    -- same person in every copy of the workspace
  name       TEXT NOT NULL,           -- as colleagues see it
  email      TEXT NOT NULL DEFAULT '',-- for invitations later; may be empty
  role       TEXT NOT NULL,           -- owner, administrator, manager, agent
  created_at INTEGER NOT NULL,        -- when added
  all_chats   INTEGER NOT NULL DEFAULT 1, -- 1: sees everybody's chats; 0: their own and nobody's (UC-28)
  all_sources INTEGER NOT NULL DEFAULT 1, -- 1: sees every source; 0: those in member_source
  removed_at INTEGER                  -- when removed; null while active
) STRICT;

CREATE TABLE member_setting (
  member_id INTEGER NOT NULL REFERENCES member(id), -- whose
  key       TEXT NOT NULL,            -- name of the setting, e.g. 'keys'
  value     TEXT NOT NULL,            -- its value as JSON
  PRIMARY KEY (member_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE source (
  id           INTEGER PRIMARY KEY AUTOINCREMENT, -- one connected account
  uid          BLOB NOT NULL UNIQUE,  -- same source in every copy
  channel      TEXT NOT NULL,         -- kind of network
  name         TEXT NOT NULL,         -- as people see it, e.g. 'info@'
  account      TEXT NOT NULL,         -- native account, e.g. the mail address
  config       TEXT NOT NULL,         -- connector's settings as JSON, never a secret
  secret_ref   TEXT,                  -- name under which the keychain holds the secret; null: none needed
  health       TEXT NOT NULL DEFAULT 'syncing', -- ok, syncing, offline, degraded, auth_needed, conflict, blocked, paused
  health_note  TEXT NOT NULL DEFAULT '{}',      -- code and params of the health as JSON
  last_pull_at INTEGER,               -- last successful pull
  created_at   INTEGER NOT NULL,      -- when connected
  removed_at   INTEGER                -- when disconnected; its messages stay
) STRICT;

CREATE TABLE member_source (
  member_id INTEGER NOT NULL REFERENCES member(id), -- who
  source_id INTEGER NOT NULL REFERENCES source(id), -- may see chats of which account
  PRIMARY KEY (member_id, source_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_source_source ON member_source(source_id);

CREATE TABLE cursor (
  source_id  INTEGER NOT NULL REFERENCES source(id), -- whose
  stream     TEXT NOT NULL,           -- which stream of the source, e.g. 'INBOX'
  value      TEXT NOT NULL,           -- the connector's own versioned JSON
  updated_at INTEGER NOT NULL,        -- when it moved
  PRIMARY KEY (source_id, stream)
) STRICT, WITHOUT ROWID;

CREATE TABLE raw_event (
  id          INTEGER PRIMARY KEY AUTOINCREMENT, -- order of arrival
  source_id   INTEGER NOT NULL REFERENCES source(id), -- from where
  key         TEXT NOT NULL,          -- stable dedup key of the connector
  kind        TEXT NOT NULL,          -- connector's word for it, e.g. 'mail'
  occurred_at INTEGER NOT NULL,       -- network's time
  received_at INTEGER NOT NULL,       -- our time
  payload     BLOB,                   -- verbatim bytes; null when kept as a file
  payload_sha TEXT,                   -- BLAKE3 hex of the file in the attachments folder; null when inline
  UNIQUE (source_id, key)
) STRICT;

CREATE TABLE contact (
  id          INTEGER PRIMARY KEY AUTOINCREMENT, -- customer
  uid         BLOB NOT NULL UNIQUE,   -- same customer in every copy
  custom_name TEXT NOT NULL DEFAULT '', -- name given by a member; wins over the others (UC-11)
  full_name   TEXT NOT NULL DEFAULT '', -- name the network gave
  nickname    TEXT NOT NULL DEFAULT '', -- nickname the network gave
  company     TEXT NOT NULL DEFAULT '', -- where they work
  language    TEXT NOT NULL DEFAULT '', -- BCP 47 tag, or empty
  comment     TEXT NOT NULL DEFAULT '', -- free text about them
  preferred_channel TEXT NOT NULL DEFAULT '', -- network they like to be answered on (PO-10); empty: none named
  stars       INTEGER NOT NULL DEFAULT 0, -- 0 to 5 (PO-13); kept from engagement by whoever writes that
  is_sample   INTEGER NOT NULL DEFAULT 0, -- 1: sample data, removable at one click
  merged_into INTEGER REFERENCES contact(id), -- the contact this one became part of
  created_at  INTEGER NOT NULL,       -- first seen
  updated_at  INTEGER NOT NULL        -- last change of the profile
) STRICT;

CREATE TABLE engagement (
  contact_id      INTEGER PRIMARY KEY REFERENCES contact(id) ON DELETE CASCADE, -- whose stars these count (PO-14)
  sent            INTEGER NOT NULL DEFAULT 0, -- messages of members to them
  received        INTEGER NOT NULL DEFAULT 0, -- messages of theirs
  interactions    INTEGER NOT NULL DEFAULT 0, -- messages of whoever opened that the other side answered
  same_day        INTEGER NOT NULL DEFAULT 0, -- of these, on one calendar day
  within_2h       INTEGER NOT NULL DEFAULT 0, -- of these, within two hours
  within_30m      INTEGER NOT NULL DEFAULT 0, -- of these, within thirty minutes
  opened_by       TEXT,               -- in or out: who wrote first; null: nobody yet
  last_direction  TEXT,               -- in or out: who wrote last; null: nobody yet
  last_at         INTEGER             -- when
) STRICT;

CREATE TABLE contact_merge (
  id         INTEGER PRIMARY KEY AUTOINCREMENT, -- two contacts became one
  uid        BLOB NOT NULL UNIQUE,    -- same merge in every copy
  kept_id    INTEGER NOT NULL REFERENCES contact(id), -- who remained
  gone_id    INTEGER NOT NULL REFERENCES contact(id), -- who became part of them
  member_id  INTEGER REFERENCES member(id), -- who decided
  moved      TEXT NOT NULL,           -- what moved, as JSON (shop merge): ids of identities, conversations, deals, tasks …; profile and fields before and after
  at         INTEGER NOT NULL,        -- when
  undone_at  INTEGER                  -- when taken apart again; null: stands
) STRICT;
CREATE INDEX contact_merge_kept ON contact_merge(kept_id);
CREATE INDEX contact_merge_gone ON contact_merge(gone_id);

CREATE TABLE not_duplicate (
  one_id   INTEGER NOT NULL REFERENCES contact(id), -- the smaller id
  other_id INTEGER NOT NULL REFERENCES contact(id), -- somebody else, a member said
  at       INTEGER NOT NULL,          -- when
  PRIMARY KEY (one_id, other_id)
) STRICT, WITHOUT ROWID;

-- Signs by which customers may be the same person, and whom they lead to; both are derived from contact and identity.
CREATE TABLE duplicate_key (
  key        TEXT NOT NULL,           -- sign and what must be alike, e.g. 'phone:4930123456' (domain duplicate)
  contact_id INTEGER NOT NULL REFERENCES contact(id) ON DELETE CASCADE, -- who has it; nobody who became part of another
  PRIMARY KEY (key, contact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX duplicate_key_contact ON duplicate_key(contact_id);

CREATE TABLE duplicate (
  newer_id INTEGER NOT NULL REFERENCES contact(id) ON DELETE CASCADE, -- the larger id
  older_id INTEGER NOT NULL REFERENCES contact(id) ON DELETE CASCADE, -- perhaps the same person; the smaller id
  key      TEXT NOT NULL,             -- what they have in common; kept by SQL from duplicate_key
  PRIMARY KEY (newer_id, older_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX duplicate_older ON duplicate(older_id);
CREATE INDEX duplicate_of_key ON duplicate(key);

-- Removing a contact asks who was merged into it.
CREATE INDEX contact_merged ON contact(merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE identity (
  id         INTEGER PRIMARY KEY AUTOINCREMENT, -- address of a contact on a channel
  uid        BLOB NOT NULL UNIQUE,    -- BLAKE3 of (channel, address)
  contact_id INTEGER NOT NULL REFERENCES contact(id), -- whose
  channel    TEXT NOT NULL,           -- on which network
  address    TEXT NOT NULL,           -- normalised: mail lower case, phone digits
  shown      TEXT NOT NULL,           -- as the network wrote it
  invalid_at INTEGER,                 -- when the network said that nobody is there; null: as far as we know it works
  created_at INTEGER NOT NULL,        -- first seen
  UNIQUE (channel, address)
) STRICT;
CREATE INDEX identity_contact ON identity(contact_id);

CREATE TABLE pipeline (
  id          INTEGER PRIMARY KEY AUTOINCREMENT, -- board
  uid         BLOB NOT NULL UNIQUE,   -- same board in every copy
  name        TEXT NOT NULL,          -- as people see it
  kind        TEXT NOT NULL,          -- sales, tickets, nurture
  is_default  INTEGER NOT NULL DEFAULT 0, -- 1 for exactly one, which is never put away
  others      TEXT NOT NULL DEFAULT 'edit', -- level of those without a row in pipeline_access (CP-3)
  rank        TEXT NOT NULL,          -- order among pipelines
  created_at  INTEGER NOT NULL,       -- when made
  archived_at INTEGER                 -- when put away
) STRICT;
CREATE UNIQUE INDEX pipeline_default ON pipeline(is_default) WHERE is_default = 1;

CREATE TABLE stage (
  id          INTEGER PRIMARY KEY AUTOINCREMENT, -- column of a board
  uid         BLOB NOT NULL UNIQUE,   -- same stage in every copy
  pipeline_id INTEGER NOT NULL REFERENCES pipeline(id), -- of which board
  name        TEXT NOT NULL,          -- unique within the board
  grp         TEXT NOT NULL,          -- active, successful, unsuccessful, not_a_lead
  color       TEXT NOT NULL,          -- one of the interface's stage colours, by name
  rank        TEXT NOT NULL,          -- funnel order: a digit for the group, active first, then the place in it
  stale_days  INTEGER,                -- days until a deal here is stale; null: never
  probability INTEGER,                -- percent; null: unset
  required    TEXT NOT NULL DEFAULT '[]', -- what a card needs to enter, as JSON: 'amount', 'owner', 'due_at', ids of fields
  created_at  INTEGER NOT NULL,       -- when made
  removed_at  INTEGER                 -- when deleted; history keeps the name
) STRICT;
CREATE INDEX stage_pipeline ON stage(pipeline_id, rank);
CREATE UNIQUE INDEX stage_name ON stage(pipeline_id, name COLLATE NOCASE) WHERE removed_at IS NULL;

CREATE TABLE pipeline_access (
  member_id   INTEGER NOT NULL REFERENCES member(id), -- who; owners and administrators need no row
  pipeline_id INTEGER NOT NULL REFERENCES pipeline(id), -- on which board (CP-3)
  level       TEXT NOT NULL,          -- none, view, edit, full
  PRIMARY KEY (member_id, pipeline_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX pipeline_access_pipeline ON pipeline_access(pipeline_id);

CREATE TABLE conversation (
  id               INTEGER PRIMARY KEY AUTOINCREMENT, -- one contact × one source × one thread
  uid              BLOB NOT NULL UNIQUE, -- same conversation in every copy
  contact_id       INTEGER NOT NULL REFERENCES contact(id), -- with whom
  source_id        INTEGER NOT NULL REFERENCES source(id),  -- through which account
  identity_id      INTEGER REFERENCES identity(id),         -- address that answers go to
  thread_key       TEXT NOT NULL,     -- native thread, e.g. Message-ID of its first mail
  thread_kind      TEXT NOT NULL DEFAULT 'direct', -- direct, or comments under a post (UC-21)
  post_ref         TEXT NOT NULL DEFAULT '', -- native id or address of that post; empty: none
  post_text        TEXT NOT NULL DEFAULT '', -- beginning of that post
  subject          TEXT NOT NULL DEFAULT '', -- of the thread; empty where the network has none
  cycle            INTEGER NOT NULL DEFAULT 1, -- goes up each time an archived conversation reopens
  accepted_at      INTEGER,           -- when accepted in this cycle; null: not accepted
  folder           TEXT NOT NULL DEFAULT 'new', -- derived: new, accepted, archive (domain Folder::of)
  snoozed_at       INTEGER,           -- when put aside; null: not snoozed
  snoozed_until_at INTEGER,           -- until when; null: until the customer writes
  woken_at         INTEGER,           -- when its time came while put aside; null: never, or somebody dealt with it since
  quarantined_at   INTEGER,           -- when held back by the block-list (UC-27); null: shown
  place            TEXT NOT NULL DEFAULT 'new', -- list that shows it (domain Place); kept by SQL from the three above
  work_status      TEXT NOT NULL DEFAULT 'new', -- new, in_progress, on_hold, resolved
  resolved_at      INTEGER,           -- when last resolved; null: open
  responsible_id   INTEGER REFERENCES member(id), -- in charge; null: nobody
  deal_id          INTEGER,           -- this cycle's deal in the default pipeline; null: none yet
  stage_id         INTEGER REFERENCES stage(id), -- that deal's stage, copied for the table
  stage_rank       TEXT NOT NULL DEFAULT '', -- that stage's rank, for sorting; kept by SQL
  amount_minor     INTEGER,           -- that deal's amount, copied for the table
  currency         TEXT,              -- that deal's currency, copied for the table
  last_activity_at INTEGER NOT NULL,  -- last message either way; default sort
  last_message_id  INTEGER,           -- last message either way
  last_direction   TEXT NOT NULL DEFAULT '', -- in or out, of that message; empty: none
  snippet          TEXT NOT NULL DEFAULT '', -- first 160 characters of that message, one line
  last_inbound_at  INTEGER,           -- network's time of the customer's last message
  waiting_since_at INTEGER,           -- first unanswered message of the customer; null: answered
  waiting_last_at  INTEGER,           -- last unanswered message of the customer; null: answered
  response_ms      INTEGER,           -- UC-13: last message of the customer to our answer; null: never answered
  first_response_ms INTEGER,          -- same from the first unanswered message
  message_count    INTEGER NOT NULL DEFAULT 0, -- messages both ways, without notes
  next_task_id     INTEGER,           -- nearest open task, copied for the table
  next_task_at     INTEGER,           -- its deadline; null: none or without deadline
  open_tasks       INTEGER NOT NULL DEFAULT 0, -- how many are open
  archived_from    TEXT NOT NULL DEFAULT '', -- name of the stage in which the last cycle ended, for the banner
  archived_at      INTEGER,           -- when the last cycle ended
  contact_name     TEXT NOT NULL DEFAULT '', -- name shown for the contact (UC-11); kept by SQL
  stars            INTEGER NOT NULL DEFAULT 0, -- the contact's stars (PO-15); kept by SQL
  tag_names        TEXT NOT NULL DEFAULT '', -- names of its tags in order, for sorting; kept by SQL
  responsible_name TEXT NOT NULL DEFAULT '', -- name of who is in charge, for sorting; empty: nobody; kept by SQL
  source_name      TEXT NOT NULL DEFAULT '', -- name of its source, for sorting; kept by SQL
  is_sample        INTEGER NOT NULL DEFAULT 0, -- 1: sample data
  opened_at        INTEGER,           -- when our first message leaves, where we wrote first (UC-6); null: the customer did
  created_at       INTEGER NOT NULL,  -- when it began here
  UNIQUE (source_id, thread_key)
) STRICT;
CREATE INDEX conversation_contact ON conversation(contact_id);
-- One index per column by which the table of chats can be sorted (UC-10), id last so that the order is total.
CREATE INDEX conversation_place_activity ON conversation(place, last_activity_at, id);
CREATE INDEX conversation_place_client ON conversation(place, contact_name COLLATE NOCASE, id);
CREATE INDEX conversation_place_stage ON conversation(place, stage_rank, id);
-- Whoever waits comes above every answer, longest first (UC-13); the expression is spelled as in chat_list.rs.
CREATE INDEX conversation_place_response ON conversation(place,
  (CASE WHEN waiting_last_at IS NULL THEN response_ms ELSE 4000000000000000 - waiting_last_at END), id);
CREATE INDEX conversation_place_amount ON conversation(place, amount_minor, id);
CREATE INDEX conversation_place_task ON conversation(place, next_task_at, id);
CREATE INDEX conversation_place_responsible ON conversation(place, responsible_name COLLATE NOCASE, id);
CREATE INDEX conversation_place_tags ON conversation(place, tag_names COLLATE NOCASE, id);
CREATE INDEX conversation_place_source ON conversation(place, source_name COLLATE NOCASE, id);
CREATE INDEX conversation_place_stars ON conversation(place, stars, id);
CREATE INDEX conversation_wakes ON conversation(snoozed_until_at) WHERE snoozed_until_at IS NOT NULL;
CREATE INDEX conversation_deal ON conversation(deal_id) WHERE deal_id IS NOT NULL;
CREATE INDEX conversation_post ON conversation(post_ref) WHERE post_ref <> '';
CREATE INDEX conversation_opened ON conversation(source_id, opened_at) WHERE opened_at IS NOT NULL;
CREATE INDEX conversation_sample ON conversation(id) WHERE is_sample = 1;

CREATE TABLE message (
  id              INTEGER PRIMARY KEY AUTOINCREMENT, -- message or note
  uid             BLOB NOT NULL UNIQUE, -- same message in every copy; dedup of what comes from outside
  conversation_id INTEGER NOT NULL REFERENCES conversation(id), -- in which thread
  direction       TEXT NOT NULL,      -- in, out, note
  at              INTEGER NOT NULL,   -- network's time for in, ours for out and note; order of the thread
  received_at     INTEGER NOT NULL,   -- our time
  identity_id     INTEGER,            -- identity who wrote (in) or gets it (out); unchecked: no index pays for it
  member_id       INTEGER REFERENCES member(id),   -- who wrote (out, note); null: a trigger
  trigger_run_id  INTEGER,            -- run that wrote it; null: a person
  subject         TEXT NOT NULL DEFAULT '', -- where the network has subjects
  text            TEXT NOT NULL,      -- plain text, quotes and signature included
  visible_len     INTEGER,            -- characters before the quoted part; null: all of it
  has_html        INTEGER NOT NULL DEFAULT 0, -- 1: message_html has a row
  attachment_count INTEGER NOT NULL DEFAULT 0, -- files with it
  state           TEXT NOT NULL,      -- received, or how far an outgoing one has come
  fail_code       TEXT NOT NULL DEFAULT '', -- stable code while failed; empty otherwise
  fail_detail     TEXT NOT NULL DEFAULT '', -- what the network said, verbatim
  is_automatic    INTEGER NOT NULL DEFAULT 0, -- 1: written by a machine (auto-reply, list, trigger)
  note_pinned     INTEGER NOT NULL DEFAULT 0, -- 1: note pinned to the top
  edited_at       INTEGER,            -- when its writer last changed it; null: as it was sent
  deleted_at      INTEGER,            -- when its writer took it back; its text stays here
  block_id        INTEGER REFERENCES block(id), -- entry of the block-list that holds it back; null: shown
  raw_event_id    INTEGER REFERENCES raw_event(id) -- what it was read from; null: written here
) STRICT;
-- Everything by which a timeline tells what it shows and leaves out, so that parts and counts come from the index.
CREATE INDEX message_thread ON message(conversation_id, at DESC, id DESC, direction, block_id);
CREATE INDEX message_pinned ON message(conversation_id) WHERE note_pinned = 1;
CREATE INDEX message_blocked ON message(block_id) WHERE block_id IS NOT NULL;
CREATE INDEX message_held ON message(id) WHERE block_id IS NOT NULL;

CREATE TABLE message_edit (
  id         INTEGER PRIMARY KEY AUTOINCREMENT, -- a text that was replaced
  message_id INTEGER NOT NULL REFERENCES message(id) ON DELETE CASCADE, -- of which message
  text       TEXT NOT NULL,           -- as it stood before
  at         INTEGER NOT NULL         -- until when
) STRICT;
CREATE INDEX message_edit_message ON message_edit(message_id);

CREATE TABLE reaction (
  message_id INTEGER NOT NULL REFERENCES message(id) ON DELETE CASCADE, -- to which message
  by         TEXT NOT NULL,           -- contact, or member:<id>
  emoji      TEXT NOT NULL,           -- with what
  at         INTEGER NOT NULL,        -- when
  PRIMARY KEY (message_id, by, emoji)
) STRICT, WITHOUT ROWID;

CREATE TABLE message_html (
  message_id INTEGER PRIMARY KEY REFERENCES message(id) ON DELETE CASCADE, -- whose
  html       TEXT NOT NULL            -- as received; sanitised each time it is shown
) STRICT;

CREATE TABLE message_ref (
  source_id       INTEGER NOT NULL REFERENCES source(id), -- on which account
  ref             TEXT NOT NULL,      -- native message id, e.g. Message-ID without brackets
  conversation_id INTEGER NOT NULL REFERENCES conversation(id), -- thread that a reply to it joins
  message_id      INTEGER,            -- the message; null: only mentioned in References so far
  PRIMARY KEY (source_id, ref)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_ref_message ON message_ref(message_id) WHERE message_id IS NOT NULL;

CREATE TABLE attachment (
  id         INTEGER PRIMARY KEY AUTOINCREMENT, -- file
  uid        BLOB NOT NULL UNIQUE,    -- same file entry in every copy
  message_id INTEGER REFERENCES message(id) ON DELETE CASCADE, -- with which message; null: staged in a draft
  name       TEXT NOT NULL,           -- file name, safe to show and save
  mime       TEXT NOT NULL,           -- media type
  size       INTEGER NOT NULL,        -- bytes
  sha        TEXT NOT NULL,           -- BLAKE3 hex; address in the attachments folder
  content_id TEXT NOT NULL DEFAULT '',-- for images shown inside HTML
  created_at INTEGER NOT NULL         -- when it came
) STRICT;
CREATE INDEX attachment_message ON attachment(message_id);
CREATE INDEX attachment_sha ON attachment(sha);

CREATE TABLE read_state (
  member_id       INTEGER NOT NULL REFERENCES member(id), -- for whom
  conversation_id INTEGER NOT NULL REFERENCES conversation(id) ON DELETE CASCADE, -- of what
  unread          INTEGER NOT NULL DEFAULT 0, -- messages of the customer not seen yet
  marked_unread   INTEGER NOT NULL DEFAULT 0, -- 1: set to unread by hand (UC-24)
  PRIMARY KEY (member_id, conversation_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX read_state_conversation ON read_state(conversation_id);

CREATE TABLE deal (
  id              INTEGER PRIMARY KEY AUTOINCREMENT, -- card
  uid             BLOB NOT NULL UNIQUE, -- same card in every copy
  pipeline_id     INTEGER NOT NULL REFERENCES pipeline(id), -- on which board
  stage_id        INTEGER NOT NULL REFERENCES stage(id),    -- in which column
  rank            TEXT NOT NULL,      -- order within the column; never two alike there
  contact_id      INTEGER NOT NULL REFERENCES contact(id),  -- with whom
  conversation_id INTEGER REFERENCES conversation(id),      -- whose cycle it carries; null: made by hand
  title           TEXT NOT NULL DEFAULT '', -- empty: the contact's name is shown
  description     TEXT NOT NULL DEFAULT '', -- free text
  priority        TEXT NOT NULL DEFAULT 'normal', -- low, normal, high, urgent
  amount_minor    INTEGER,            -- minor units; null: unknown
  currency        TEXT,               -- ISO 4217; null with the amount
  owner_id        INTEGER REFERENCES member(id), -- in charge; follows the conversation's responsible
  due_at          INTEGER,            -- close by
  close_reason    TEXT NOT NULL DEFAULT '', -- why won or lost; stays when the card comes back
  stage_entered_at INTEGER NOT NULL,  -- since when in this column
  revision        INTEGER NOT NULL DEFAULT 1, -- goes up with each change; expected by moves
  is_sample       INTEGER NOT NULL DEFAULT 0, -- 1: sample data
  created_at      INTEGER NOT NULL,   -- when made
  updated_at      INTEGER NOT NULL    -- last change
) STRICT;
CREATE UNIQUE INDEX deal_board ON deal(stage_id, rank);
CREATE INDEX deal_contact ON deal(contact_id);
CREATE INDEX deal_conversation ON deal(conversation_id) WHERE conversation_id IS NOT NULL;

CREATE TABLE deal_stage (
  id         INTEGER PRIMARY KEY AUTOINCREMENT, -- one stay of a deal in a stage (UP-15)
  deal_id    INTEGER NOT NULL REFERENCES deal(id) ON DELETE CASCADE, -- whose
  stage_id   INTEGER NOT NULL REFERENCES stage(id), -- where
  stage_name TEXT NOT NULL,           -- its name at the time
  entered_at INTEGER NOT NULL,        -- from
  left_at    INTEGER,                 -- until; null: still there
  actor      TEXT NOT NULL,           -- who put it there: member, trigger, contact, import, system
  member_id  INTEGER,                 -- which member, where one did
  trigger_id INTEGER                  -- which trigger, where one did
) STRICT;
CREATE INDEX deal_stage_deal ON deal_stage(deal_id, entered_at);
CREATE INDEX deal_stage_stage ON deal_stage(stage_id);

CREATE TABLE deal_comment (
  id         INTEGER PRIMARY KEY AUTOINCREMENT, -- remark on a card (CP-8)
  uid        BLOB NOT NULL UNIQUE,    -- same remark in every copy
  deal_id    INTEGER NOT NULL REFERENCES deal(id) ON DELETE CASCADE, -- on which
  member_id  INTEGER REFERENCES member(id), -- who wrote it; null: a trigger
  text       TEXT NOT NULL,           -- what
  created_at INTEGER NOT NULL,        -- when
  edited_at  INTEGER                  -- when it was last written anew; null: never
) STRICT;
CREATE INDEX deal_comment_deal ON deal_comment(deal_id, created_at);
CREATE INDEX deal_comment_member ON deal_comment(member_id) WHERE member_id IS NOT NULL;

CREATE TABLE deal_file (
  deal_id       INTEGER NOT NULL REFERENCES deal(id) ON DELETE CASCADE, -- on which card
  attachment_id INTEGER NOT NULL REFERENCES attachment(id), -- which file lies there
  added_at      INTEGER NOT NULL,     -- when
  PRIMARY KEY (deal_id, attachment_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX deal_file_attachment ON deal_file(attachment_id);

CREATE TABLE tag (
  id         INTEGER PRIMARY KEY AUTOINCREMENT, -- label
  uid        BLOB NOT NULL UNIQUE,    -- same label in every copy
  name       TEXT NOT NULL COLLATE NOCASE UNIQUE, -- as people see it
  color      TEXT NOT NULL DEFAULT '',-- one of the interface's colours, by name; empty: neutral
  created_at INTEGER NOT NULL         -- when made
) STRICT;

CREATE TABLE conversation_tag (
  conversation_id INTEGER NOT NULL REFERENCES conversation(id) ON DELETE CASCADE, -- what
  tag_id          INTEGER NOT NULL REFERENCES tag(id) ON DELETE CASCADE,          -- wears which
  PRIMARY KEY (conversation_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversation_tag_tag ON conversation_tag(tag_id, conversation_id);

CREATE TABLE category (
  id          INTEGER PRIMARY KEY AUTOINCREMENT, -- what a resolved matter was about (PO-9)
  uid         BLOB NOT NULL UNIQUE,   -- same category in every copy
  name        TEXT NOT NULL COLLATE NOCASE UNIQUE, -- as people see it
  rank        TEXT NOT NULL,          -- order
  created_at  INTEGER NOT NULL,       -- when made
  archived_at INTEGER                 -- when put away; old records keep it
) STRICT;

CREATE TABLE ticket (
  id              INTEGER PRIMARY KEY AUTOINCREMENT, -- record of a resolution (PO-8)
  uid             BLOB NOT NULL UNIQUE, -- same record in every copy
  conversation_id INTEGER NOT NULL REFERENCES conversation(id) ON DELETE CASCADE, -- of what
  contact_id      INTEGER NOT NULL REFERENCES contact(id), -- on whose timeline
  kind            TEXT NOT NULL DEFAULT '', -- question, incident, problem, task; empty: not said
  category_id     INTEGER REFERENCES category(id), -- about what; null: not said
  category_name   TEXT NOT NULL DEFAULT '', -- its name at the time
  note            TEXT NOT NULL DEFAULT '', -- what a member added
  member_id       INTEGER REFERENCES member(id), -- who resolved; null: a trigger
  at              INTEGER NOT NULL    -- when
) STRICT;
CREATE INDEX ticket_conversation ON ticket(conversation_id);
CREATE INDEX ticket_contact ON ticket(contact_id);

CREATE TABLE field (
  id          INTEGER PRIMARY KEY AUTOINCREMENT, -- additional field (CP-16, UC-32)
  uid         BLOB NOT NULL UNIQUE,   -- same field in every copy
  owner       TEXT NOT NULL,          -- contact, conversation, deal
  pipeline_id INTEGER REFERENCES pipeline(id), -- only on deals of this board; null: everywhere
  name        TEXT NOT NULL,          -- as people see it
  kind        TEXT NOT NULL,          -- text, number, money, date, list, multi_list, checkbox, link
  options     TEXT NOT NULL DEFAULT '[]', -- choices of a list as JSON: id, name, archived
  currency    TEXT NOT NULL DEFAULT '', -- ISO 4217 of a money field; empty elsewhere
  in_table    INTEGER NOT NULL DEFAULT 0, -- 1: offered as a column of the table
  in_card     INTEGER NOT NULL DEFAULT 0, -- 1: shown on cards
  rank        TEXT NOT NULL,          -- order in the panel
  created_at  INTEGER NOT NULL,       -- when made
  removed_at  INTEGER                 -- when deleted; values stay
) STRICT;

CREATE TABLE field_value (
  field_id INTEGER NOT NULL REFERENCES field(id) ON DELETE CASCADE, -- of which field
  owner_id INTEGER NOT NULL,          -- contact, conversation or deal, as the field says
  text     TEXT,                      -- text, link; of lists the chosen option ids, each between commas: ',3,7,'
  number   INTEGER,                   -- thousandths of a number, minor units of money, ms of a date, 0 or 1 of a checkbox
  PRIMARY KEY (field_id, owner_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX field_value_owner ON field_value(owner_id, field_id);
CREATE INDEX field_value_text ON field_value(field_id, text COLLATE NOCASE);
CREATE INDEX field_value_number ON field_value(field_id, number);

CREATE TABLE block (
  id         INTEGER PRIMARY KEY AUTOINCREMENT, -- entry of the block-list (UC-27)
  uid        BLOB NOT NULL UNIQUE,    -- same entry in every copy
  kind       TEXT NOT NULL,           -- client, post, stop_word
  contact_id INTEGER REFERENCES contact(id), -- whom; null for the other kinds
  value      TEXT NOT NULL DEFAULT '', -- address of the post, or the word
  scope      TEXT NOT NULL DEFAULT 'both', -- where a word counts: message, comment, both
  member_id  INTEGER REFERENCES member(id), -- who entered it
  created_at INTEGER NOT NULL,        -- when
  removed_at INTEGER                  -- when lifted; null: holds
) STRICT;
CREATE INDEX block_contact ON block(contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX block_holds ON block(kind, value) WHERE removed_at IS NULL;

CREATE TABLE task (
  id              INTEGER PRIMARY KEY AUTOINCREMENT, -- something to do
  uid             BLOB NOT NULL UNIQUE, -- same task in every copy
  conversation_id INTEGER REFERENCES conversation(id) ON DELETE CASCADE, -- about which conversation
  contact_id      INTEGER REFERENCES contact(id), -- about whom
  deal_id         INTEGER REFERENCES deal(id) ON DELETE SET NULL,    -- about which deal
  kind            TEXT NOT NULL,      -- call, meeting, custom
  text            TEXT NOT NULL DEFAULT '', -- what; may be empty for call and meeting
  assignee_id     INTEGER REFERENCES member(id), -- who does it; null: nobody
  due_at          INTEGER,            -- deadline; null: none
  done_at         INTEGER,            -- when done; null: open
  trigger_run_id  INTEGER,            -- run that made it; null: a person
  created_at      INTEGER NOT NULL    -- when made
) STRICT;
CREATE INDEX task_conversation ON task(conversation_id);
CREATE INDEX task_contact ON task(contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX task_deal ON task(deal_id) WHERE deal_id IS NOT NULL;
CREATE INDEX task_open ON task(due_at) WHERE done_at IS NULL;
CREATE INDEX task_assignee ON task(assignee_id, due_at) WHERE done_at IS NULL;
CREATE INDEX task_done ON task(done_at) WHERE done_at IS NOT NULL;

CREATE TABLE template (
  id         INTEGER PRIMARY KEY AUTOINCREMENT, -- ready-made text
  uid        BLOB NOT NULL UNIQUE,    -- same text in every copy
  name       TEXT NOT NULL,           -- as people see it
  body       TEXT NOT NULL,           -- text with {{variables}}
  language   TEXT NOT NULL DEFAULT '',-- BCP 47 tag, or empty
  folder     TEXT NOT NULL DEFAULT '',-- where it is filed
  member_id  INTEGER REFERENCES member(id), -- personal to; null: shared
  use_count  INTEGER NOT NULL DEFAULT 0, -- how often inserted into a message
  created_at INTEGER NOT NULL,        -- when made
  updated_at INTEGER NOT NULL,        -- last change
  removed_at INTEGER                  -- when deleted; null: offered
) STRICT;

CREATE TABLE template_file (
  template_id   INTEGER NOT NULL REFERENCES template(id) ON DELETE CASCADE, -- of which template
  attachment_id INTEGER NOT NULL REFERENCES attachment(id), -- which file goes with it
  place         INTEGER NOT NULL,     -- order, 0 first
  PRIMARY KEY (template_id, attachment_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX template_file_attachment ON template_file(attachment_id);

CREATE TABLE saved_view (
  id         INTEGER PRIMARY KEY AUTOINCREMENT, -- named filter
  uid        BLOB NOT NULL UNIQUE,    -- same view in every copy
  name       TEXT NOT NULL,           -- as people see it
  query      TEXT NOT NULL,           -- condition, sort and columns as JSON
  member_id  INTEGER REFERENCES member(id), -- personal to; null: shared
  pinned     INTEGER NOT NULL DEFAULT 0, -- 1: stands beside the folders with its count
  rank       TEXT NOT NULL,           -- order
  created_at INTEGER NOT NULL         -- when made
) STRICT;

CREATE TABLE event (
  id              INTEGER PRIMARY KEY AUTOINCREMENT, -- order of what happened
  uid             BLOB NOT NULL UNIQUE, -- same event in every copy
  at              INTEGER NOT NULL,   -- when
  kind            TEXT NOT NULL,      -- spelling of domain EventBody::kind
  actor           TEXT NOT NULL,      -- member, trigger, contact, import, system
  member_id       INTEGER,            -- which member, where one acted
  trigger_id      INTEGER,            -- which trigger, where one acted
  parent_id       INTEGER,            -- event that made the trigger act
  depth           INTEGER NOT NULL DEFAULT 0, -- triggers in the chain of causes
  conversation_id INTEGER,            -- belongs to
  contact_id      INTEGER,            -- belongs to
  deal_id         INTEGER,            -- belongs to
  body            TEXT NOT NULL       -- domain EventBody as JSON
) STRICT;
CREATE INDEX event_conversation ON event(conversation_id, at DESC, id DESC) WHERE conversation_id IS NOT NULL;
-- What a timeline shows as a line of its own: a message stands for its events. Spelled as in table/timeline/keys.rs.
CREATE INDEX event_shown ON event(conversation_id, at DESC, id DESC, kind)
  WHERE kind NOT IN ('message_received', 'message_queued', 'message_failed', 'message_unknown', 'note_added');
CREATE INDEX event_deal ON event(deal_id, id) WHERE deal_id IS NOT NULL;

CREATE TABLE trigger_rule (
  id         INTEGER PRIMARY KEY AUTOINCREMENT, -- a trigger in the product's sense, never an SQL one
  uid        BLOB NOT NULL UNIQUE,    -- same trigger in every copy
  name       TEXT NOT NULL,           -- as people see it; may be empty: the sentence is shown
  rank       TEXT NOT NULL,           -- order of evaluation, top to bottom (UT-12)
  enabled    INTEGER NOT NULL,        -- 1: on
  body       TEXT NOT NULL,           -- domain Rule as JSON: event, condition, actions with delays
  revision   INTEGER NOT NULL DEFAULT 1, -- goes up with each edit
  run_count  INTEGER NOT NULL DEFAULT 0, -- matched so often
  last_run_at INTEGER,                -- matched last
  created_at INTEGER NOT NULL,        -- when made
  updated_at INTEGER NOT NULL,        -- last edit or switch
  removed_at INTEGER                  -- when deleted; its log stays
) STRICT;

CREATE TABLE trigger_run (
  id              INTEGER PRIMARY KEY AUTOINCREMENT, -- one evaluation written down (UT-15)
  trigger_id      INTEGER NOT NULL REFERENCES trigger_rule(id), -- of which trigger
  trigger_revision INTEGER NOT NULL,  -- as it was
  event_id        INTEGER NOT NULL,   -- because of what
  conversation_id INTEGER,            -- on which conversation
  deal_id         INTEGER,            -- on which deal
  at              INTEGER NOT NULL,   -- when
  outcome         TEXT NOT NULL,      -- matched, not_matched, limited, failed, cancelled
  reason          TEXT NOT NULL,      -- why, as JSON code and params
  effects         TEXT NOT NULL DEFAULT '[]' -- what was done or is due, as JSON
) STRICT;
CREATE INDEX trigger_run_trigger ON trigger_run(trigger_id, id DESC);
CREATE INDEX trigger_run_conversation ON trigger_run(conversation_id, id DESC) WHERE conversation_id IS NOT NULL;

CREATE TABLE timer (
  id              INTEGER PRIMARY KEY AUTOINCREMENT, -- something due at a wall-clock time
  due_at          INTEGER NOT NULL,   -- when
  kind            TEXT NOT NULL,      -- what, e.g. 'trigger_action', 'task_due'
  payload         TEXT NOT NULL,      -- what exactly, as JSON
  trigger_run_id  INTEGER REFERENCES trigger_run(id), -- run that waits; null: something else waits
  conversation_id INTEGER REFERENCES conversation(id) ON DELETE CASCADE, -- about which conversation
  state           TEXT NOT NULL DEFAULT 'waiting', -- waiting, done, cancelled
  created_at      INTEGER NOT NULL    -- when set
) STRICT;
CREATE INDEX timer_due ON timer(due_at) WHERE state = 'waiting';
CREATE INDEX timer_conversation ON timer(conversation_id, state);

CREATE TABLE outbox (
  id              INTEGER PRIMARY KEY AUTOINCREMENT, -- message on its way out; order within a conversation
  uid             BLOB NOT NULL UNIQUE, -- idempotency key; Message-ID and the like derive from it
  message_id      INTEGER NOT NULL UNIQUE REFERENCES message(id) ON DELETE CASCADE, -- what
  source_id       INTEGER NOT NULL REFERENCES source(id), -- through which account
  conversation_id INTEGER NOT NULL REFERENCES conversation(id) ON DELETE CASCADE, -- lane
  state           TEXT NOT NULL,      -- scheduled … cancelled, as in domain MessageState
  not_before_at   INTEGER NOT NULL,   -- earliest time of the next attempt
  give_up_at      INTEGER NOT NULL,   -- after this a retry becomes failed
  attempts        INTEGER NOT NULL DEFAULT 0, -- counted before each is made
  attempted_at    INTEGER,            -- when the last one began
  in_doubt        INTEGER NOT NULL DEFAULT 0, -- 1: some attempt may have gone; it cannot be taken back
  remote_id       TEXT NOT NULL DEFAULT '', -- network's id once known
  fail_code       TEXT NOT NULL DEFAULT '', -- last failure, stable code
  fail_detail     TEXT NOT NULL DEFAULT '', -- last failure, verbatim
  stop_after      INTEGER,            -- last message of the workspace when it was planned: a later one of the customer calls it off; null: it goes anyway
  created_at      INTEGER NOT NULL    -- when queued
) STRICT;
CREATE INDEX outbox_scheduled ON outbox(not_before_at) WHERE state = 'scheduled';
CREATE INDEX outbox_conversation ON outbox(conversation_id, id);
CREATE INDEX outbox_open ON outbox(source_id, conversation_id, id)
  WHERE state IN ('scheduled','queued','sending','retrying','unknown');
CREATE INDEX outbox_failed ON outbox(id) WHERE state = 'failed';

CREATE TABLE draft (
  conversation_id INTEGER NOT NULL REFERENCES conversation(id) ON DELETE CASCADE, -- where
  member_id       INTEGER NOT NULL REFERENCES member(id), -- whose
  kind            TEXT NOT NULL,      -- reply or note
  text            TEXT NOT NULL,      -- what stands in the composer
  attachments     TEXT NOT NULL DEFAULT '[]', -- ids of staged attachments as JSON
  updated_at      INTEGER NOT NULL,   -- last key stroke that was saved
  PRIMARY KEY (conversation_id, member_id, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE welcome_step (
  step    TEXT PRIMARY KEY,           -- name of the step (PO-1)
  done_at INTEGER                     -- when ticked; null: open
) STRICT, WITHOUT ROWID;

CREATE TABLE operation (
  id         INTEGER PRIMARY KEY AUTOINCREMENT, -- one undoable action of a person
  at         INTEGER NOT NULL,        -- when
  member_id  INTEGER REFERENCES member(id), -- who
  label      TEXT NOT NULL,           -- stable code of what was done, e.g. 'deal_move'
  params     TEXT NOT NULL DEFAULT '{}', -- for the wording, as JSON
  undone_at  INTEGER                  -- when taken back; null: stands
) STRICT;

CREATE TABLE operation_image (
  id           INTEGER PRIMARY KEY AUTOINCREMENT, -- some rows before and after; order in which they were written
  operation_id INTEGER NOT NULL REFERENCES operation(id) ON DELETE CASCADE, -- by which action
  schema       INTEGER NOT NULL,      -- user_version of the file at the time
  sends        INTEGER NOT NULL,      -- 1: messages to be sent are among them
  packed       INTEGER NOT NULL,      -- 1: the rows are compressed (zlib)
  images       BLOB NOT NULL          -- the rows as JSON (see the undo module)
) STRICT;
CREATE INDEX operation_image_operation ON operation_image(operation_id, id);

CREATE TABLE place_count (
  place  TEXT PRIMARY KEY,            -- new, accepted, archive, snoozed, quarantine
  total  INTEGER NOT NULL             -- conversations there; kept by SQL, equal to a recount
) STRICT, WITHOUT ROWID;

CREATE TABLE tag_count (
  tag_id INTEGER NOT NULL REFERENCES tag(id) ON DELETE CASCADE, -- which label
  place  TEXT NOT NULL,               -- new, accepted, archive, snoozed, quarantine
  total  INTEGER NOT NULL,            -- conversations there that wear it; kept by SQL
  PRIMARY KEY (tag_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE unread_count (
  member_id INTEGER NOT NULL,         -- for whom
  place     TEXT NOT NULL,            -- new, accepted, archive, snoozed, quarantine
  total     INTEGER NOT NULL,         -- conversations with something unread; kept by SQL
  PRIMARY KEY (member_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE stage_count (
  stage_id     INTEGER NOT NULL,      -- which column
  currency     TEXT NOT NULL,         -- '' for deals without an amount
  deals        INTEGER NOT NULL,      -- cards with that currency; kept by SQL
  amount_minor INTEGER NOT NULL,      -- their sum; kept by SQL
  PRIMARY KEY (stage_id, currency)
) STRICT, WITHOUT ROWID;
