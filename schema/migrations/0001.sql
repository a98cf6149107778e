-- The first version of the database. Every position is a code point of the document's text, end exclusive, so that
-- substr(text, start + 1, end - start) gives the words. docs/sql.md shows how the tables hang together.

-- What was read -------------------------------------------------------------------------------------------------------

CREATE TABLE writers (
  id INTEGER PRIMARY KEY,
  program TEXT NOT NULL,  -- version of factgraph, or of the extractor whose facts were loaded
  models TEXT NOT NULL,   -- version of the language models
  UNIQUE (program, models)
) STRICT;

CREATE TABLE documents (
  id INTEGER PRIMARY KEY,
  uri TEXT NOT NULL UNIQUE,     -- names the document
  title TEXT,                   -- NULL where unknown, like the four below
  published TEXT,               -- EDTF date, such as 2024-03-15
  language TEXT,                -- ISO 639-1
  author TEXT,
  writer_id INTEGER NOT NULL REFERENCES writers (id),  -- what extracted its facts
  digest TEXT NOT NULL,         -- XXH3-128 of uri, title, published, language, author, text and blocks, in hexadecimal
  facts_digest TEXT NOT NULL,   -- XXH3-128 of everything extracted from it
  blocks TEXT NOT NULL,         -- JSON [[start, end, kind], ...]; kind as in core/document.h
  text TEXT NOT NULL
) STRICT;
CREATE INDEX documents_by_title ON documents (title);
CREATE INDEX documents_by_published ON documents (published);
CREATE INDEX documents_by_writer ON documents (writer_id);

CREATE TABLE sentences (
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES documents (id),
  start INTEGER NOT NULL CHECK (start >= 0),
  end INTEGER NOT NULL CHECK (end >= start)
) STRICT;
CREATE UNIQUE INDEX sentences_by_document ON sentences (document_id, start);

-- Who and what it speaks of -------------------------------------------------------------------------------------------

CREATE TABLE entities (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,           -- the most frequent of its full names
  type TEXT NOT NULL,           -- the most specific known, by vote of its documents
  key TEXT NOT NULL,            -- what made its documents' entities one: a name in its plainest spelling, ...
  root TEXT NOT NULL,           -- ... the topmost ancestor of its type, ...
  scope TEXT NOT NULL,          -- ... and the uri of the one document it is confined to; empty for all documents
  mentions INTEGER NOT NULL,    -- of every kind, in all documents
  documents INTEGER NOT NULL,   -- that speak of it
  facts INTEGER NOT NULL        -- pieces of evidence of relations it is in, as subject or object
) STRICT;
CREATE UNIQUE INDEX entities_by_key ON entities (key, root, scope);
CREATE INDEX entities_by_name ON entities (name, type);
CREATE INDEX entities_by_type ON entities (type);
CREATE INDEX entities_by_mentions ON entities (mentions);

CREATE TABLE aliases (
  id INTEGER PRIMARY KEY,
  entity_id INTEGER NOT NULL REFERENCES entities (id),
  name TEXT NOT NULL,           -- a surface form, white space as single spaces
  key TEXT NOT NULL,            -- the name normalised, for looking it up in any case
  mentions INTEGER NOT NULL CHECK (mentions >= 0),     -- mentions of kind name that read so
  full_names INTEGER NOT NULL CHECK (full_names >= 0), -- documents' entities whose fullest name this is
  UNIQUE (entity_id, name)
) STRICT;
CREATE INDEX aliases_by_key ON aliases (key);

CREATE TABLE type_votes (
  entity_id INTEGER NOT NULL REFERENCES entities (id),
  type TEXT NOT NULL,
  votes INTEGER NOT NULL CHECK (votes > 0),            -- documents' entities of this type
  PRIMARY KEY (entity_id, type)
) STRICT, WITHOUT ROWID;

CREATE TABLE document_entities (
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES documents (id),
  entity_id INTEGER NOT NULL REFERENCES entities (id), -- what it was resolved to
  name TEXT NOT NULL,           -- the fullest form in this document
  type TEXT NOT NULL,           -- as this document has it
  key TEXT NOT NULL             -- the name in its plainest spelling, equal for all ways to write it
) STRICT;
CREATE INDEX document_entities_by_document ON document_entities (document_id);
CREATE INDEX document_entities_by_entity ON document_entities (entity_id);
CREATE INDEX document_entities_by_key ON document_entities (key);

CREATE TABLE mentions (
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES documents (id),
  sentence_id INTEGER REFERENCES sentences (id),       -- NULL where it lies in no single sentence
  entity_id INTEGER NOT NULL REFERENCES entities (id),
  document_entity_id INTEGER NOT NULL REFERENCES document_entities (id),
  start INTEGER NOT NULL CHECK (start >= 0),
  end INTEGER NOT NULL CHECK (end > start),
  kind TEXT NOT NULL CHECK (kind IN ('name', 'nominal', 'pronoun'))
) STRICT;
CREATE INDEX mentions_by_document ON mentions (document_id);
CREATE INDEX mentions_by_sentence ON mentions (sentence_id);
CREATE INDEX mentions_by_entity ON mentions (entity_id);
CREATE INDEX mentions_by_document_entity ON mentions (document_entity_id);

-- Who is who --------------------------------------------------------------------------------------------------------

-- What people decided. Rows are only ever added; one is taken back by another of kind undo.
CREATE TABLE judgements (
  id INTEGER PRIMARY KEY,       -- the number to undo it by, in this database
  digest TEXT NOT NULL UNIQUE,  -- XXH3-128 of all that follows; names it in every database
  time TEXT NOT NULL,           -- UTC, such as 2024-03-15T10:00:00Z; of two that disagree the later holds
  author TEXT NOT NULL,
  reason TEXT NOT NULL,         -- empty where none was given
  kind TEXT NOT NULL CHECK (kind IN ('same', 'different', 'rename', 'retype', 'undo')),
  name TEXT,                    -- whom it is about, NULL for undo: a name, ...
  root TEXT,                    -- ... the topmost type ...
  document TEXT,                -- ... and the uri, where it is about the name in one document only
  other_name TEXT,              -- the second one of same and different
  other_root TEXT,
  other_document TEXT,
  value TEXT,                   -- the new name or type; for undo the digest of the judgement taken back
  CHECK ((kind = 'undo') = (name IS NULL)),
  CHECK ((kind IN ('same', 'different')) = (other_name IS NOT NULL)),
  CHECK ((kind IN ('rename', 'retype', 'undo')) = (value IS NOT NULL))
) STRICT;
CREATE INDEX judgements_undone ON judgements (value) WHERE kind = 'undo';

-- Short names and the fuller ones they may stand for.
CREATE TABLE name_forms (
  form TEXT NOT NULL,           -- the key of a short name; initials begin with =, given names with ^
  root TEXT NOT NULL,
  key TEXT NOT NULL,            -- the key of a fuller name
  documents INTEGER NOT NULL CHECK (documents > 0),    -- in which somebody has the fuller name and may be called so
  PRIMARY KEY (form, root, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_forms_by_key ON name_forms (key, root);

-- The company a name keeps: what decides whose a short name is. factgraph why tells it in words.
CREATE TABLE contexts (
  name INTEGER NOT NULL,        -- XXH3-64 of key and root of a person or organization
  feature INTEGER NOT NULL,     -- XXH3-64 of somebody or something a document mentions with it, or of its role; 0: is there
  document_id INTEGER NOT NULL, -- the document
  PRIMARY KEY (name, feature, document_id)
) STRICT, WITHOUT ROWID;

-- What it says of them ------------------------------------------------------------------------------------------------

CREATE TABLE relations (
  id INTEGER PRIMARY KEY,
  subject_id INTEGER NOT NULL REFERENCES entities (id),
  type TEXT NOT NULL,           -- a name of relation_types, or a lemmatised predicate
  object_id INTEGER REFERENCES entities (id),          -- this or value, never both
  value TEXT CHECK (value <> ''),                      -- EDTF date, number or literal
  polarity TEXT NOT NULL CHECK (polarity IN ('affirmed', 'negated')),
  modality TEXT NOT NULL CHECK (modality IN ('asserted', 'planned', 'possible')),
  confidence REAL NOT NULL CHECK (confidence > 0 AND confidence <= 1),  -- that one of its best 64 pieces of evidence is right
  evidence_count INTEGER NOT NULL CHECK (evidence_count > 0),
  document_count INTEGER NOT NULL CHECK (document_count > 0),
  open INTEGER NOT NULL CHECK (open IN (0, 1)),        -- 1: the ontology has no name for it
  digest INTEGER NOT NULL,      -- XXH3-64 of keys of its ends, type, value, polarity, modality, open: the same in every database
  CHECK ((object_id IS NULL) <> (value IS NULL))
) STRICT;
CREATE UNIQUE INDEX relations_by_ends ON relations (subject_id, type, object_id, digest);
CREATE INDEX relations_by_subject ON relations (subject_id, document_count, confidence, digest);  -- the best proven
CREATE INDEX relations_by_object ON relations (object_id, document_count, confidence, digest) WHERE object_id IS NOT NULL;
CREATE INDEX relations_by_type ON relations (type, document_count, open);
CREATE INDEX relations_open ON relations (document_count, type, open) WHERE open;
CREATE INDEX relations_negated ON relations (subject_id, type, object_id) WHERE polarity = 'negated';

CREATE TABLE evidence (
  id INTEGER PRIMARY KEY,
  relation_id INTEGER NOT NULL REFERENCES relations (id),
  sentence_id INTEGER NOT NULL REFERENCES sentences (id),
  subject_mention_id INTEGER NOT NULL REFERENCES mentions (id),
  object_mention_id INTEGER REFERENCES mentions (id),  -- NULL for a value, which has value_start and value_end
  value_start INTEGER,
  value_end INTEGER,
  trigger_start INTEGER NOT NULL CHECK (trigger_start >= 0),
  trigger_end INTEGER NOT NULL CHECK (trigger_end >= trigger_start),    -- empty where no word expresses it
  role TEXT,                    -- such as president; NULL where not said, like the three below
  time TEXT,                    -- EDTF
  place TEXT,                   -- name of the place
  attributed_to TEXT,           -- who says so, by the name the document has; NULL where the document itself does
  attributed_to_id INTEGER REFERENCES entities (id),   -- the same as an entity, where it is one
  confidence REAL NOT NULL CHECK (confidence > 0 AND confidence <= 1),
  rule TEXT,                    -- what found it
  CHECK ((object_mention_id IS NULL) = (value_start IS NOT NULL AND value_end IS NOT NULL AND value_end >= value_start))
) STRICT;
CREATE INDEX evidence_by_relation ON evidence (relation_id, confidence, trigger_start);
CREATE INDEX evidence_by_time ON evidence (time) WHERE time IS NOT NULL;
CREATE INDEX evidence_by_sentence ON evidence (sentence_id);
CREATE INDEX evidence_by_subject ON evidence (subject_mention_id);
CREATE INDEX evidence_by_object ON evidence (object_mention_id) WHERE object_mention_id IS NOT NULL;
CREATE INDEX evidence_by_attribution ON evidence (attributed_to_id) WHERE attributed_to_id IS NOT NULL;

CREATE TABLE statements (
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES documents (id),
  sentence_id INTEGER REFERENCES sentences (id),       -- the one it begins in; NULL where it begins in none
  speaker_id INTEGER REFERENCES entities (id),         -- NULL where unknown, like the next
  document_speaker_id INTEGER REFERENCES document_entities (id),
  kind TEXT NOT NULL CHECK (kind IN ('direct', 'indirect')),
  start INTEGER NOT NULL CHECK (start >= 0),
  end INTEGER NOT NULL CHECK (end >= start),
  text TEXT NOT NULL,           -- the words said, as they stand in the document
  cue TEXT                      -- the reporting words, such as said
) STRICT;
CREATE INDEX statements_by_document ON statements (document_id);
CREATE INDEX statements_by_sentence ON statements (sentence_id) WHERE sentence_id IS NOT NULL;
CREATE INDEX statements_by_speaker ON statements (speaker_id) WHERE speaker_id IS NOT NULL;
CREATE INDEX statements_by_document_speaker ON statements (document_speaker_id) WHERE document_speaker_id IS NOT NULL;

CREATE TABLE propositions (
  id INTEGER PRIMARY KEY,
  sentence_id INTEGER NOT NULL REFERENCES sentences (id),
  confidence REAL NOT NULL CHECK (confidence > 0 AND confidence <= 1),
  subject TEXT NOT NULL,
  predicate TEXT NOT NULL,
  arguments TEXT NOT NULL,      -- JSON array of texts
  subject_start INTEGER NOT NULL CHECK (subject_start >= 0),
  subject_end INTEGER NOT NULL CHECK (subject_end >= subject_start),
  predicate_spans TEXT NOT NULL, -- JSON [[start, end], ...]
  argument_spans TEXT NOT NULL   -- JSON [[start, end], ...], one per argument
) STRICT;
CREATE INDEX propositions_by_sentence ON propositions (sentence_id);

-- The ontology it was built with --------------------------------------------------------------------------------------

CREATE TABLE ontologies (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  version TEXT NOT NULL,
  source TEXT NOT NULL,         -- the file it came from
  toml TEXT NOT NULL            -- the file, byte for byte; the tables below are read from it
) STRICT;

CREATE TABLE entity_types (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  parent_id INTEGER REFERENCES entity_types (id),      -- NULL for a root
  label TEXT NOT NULL,
  definition TEXT NOT NULL
) STRICT;
CREATE INDEX entity_types_by_parent ON entity_types (parent_id);

CREATE TABLE relation_types (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL,
  definition TEXT NOT NULL,
  value TEXT CHECK (value IN ('date', 'text')),        -- what its object is; NULL for an entity
  symmetric INTEGER NOT NULL CHECK (symmetric IN (0, 1)),
  inverse TEXT                  -- how it reads the other way round; NULL where it has no name
) STRICT;

CREATE TABLE relation_type_ends (
  relation_type_id INTEGER NOT NULL REFERENCES relation_types (id),
  side TEXT NOT NULL CHECK (side IN ('subject', 'object')),
  entity_type TEXT NOT NULL,    -- allowed there, with everything below it
  PRIMARY KEY (relation_type_id, side, entity_type)
) STRICT, WITHOUT ROWID;

CREATE TABLE counterparts (
  id INTEGER PRIMARY KEY,
  entity_type_id INTEGER REFERENCES entity_types (id), -- this or relation_type_id
  relation_type_id INTEGER REFERENCES relation_types (id),
  vocabulary TEXT NOT NULL,     -- such as wikidata or schema
  name TEXT NOT NULL,           -- what it is called there
  CHECK ((entity_type_id IS NULL) <> (relation_type_id IS NULL))
) STRICT;
CREATE INDEX counterparts_by_entity_type ON counterparts (entity_type_id);
CREATE INDEX counterparts_by_relation_type ON counterparts (relation_type_id);

-- What factgraph analyse computed: all rows or none. Whatever changes the graph empties it.
CREATE TABLE entity_metrics (
  entity_id INTEGER PRIMARY KEY REFERENCES entities (id),
  degree INTEGER NOT NULL,      -- relations it is in, as subject or object
  centrality REAL NOT NULL,     -- PageRank over the relations by their weight; the most central has 1
  betweenness REAL NOT NULL,    -- share of the others' shortest connections that run through it, 0 to 1
  core INTEGER NOT NULL,        -- the largest k for which it is in the k-core
  component INTEGER NOT NULL,   -- number of its connected component, 0 is the largest
  community INTEGER NOT NULL    -- number of its community (Leiden), 0 is the largest
) STRICT;

-- For reading ---------------------------------------------------------------------------------------------------------

-- One row per piece of evidence.
CREATE VIEW facts AS
SELECT s.name AS subject, s.type AS subject_type, r.type AS relation,
       coalesce(o.name, r.value) AS object, o.type AS object_type,
       e.role AS role, e.time AS time, r.polarity AS polarity, r.modality AS modality,
       coalesce(a.name, e.attributed_to) AS attributed_to, e.confidence AS confidence, d.uri AS document,
       substr(d.text, t.start + 1, t.end - t.start) AS sentence,
       e.place AS place, r.open AS open, d.title AS title, d.published AS published, e.rule AS rule,
       e.id AS evidence_id, r.id AS relation_id, r.subject_id AS subject_id, r.object_id AS object_id,
       d.id AS document_id, t.id AS sentence_id
FROM evidence e
JOIN relations r ON r.id = e.relation_id
JOIN entities s ON s.id = r.subject_id
JOIN sentences t ON t.id = e.sentence_id
JOIN documents d ON d.id = t.document_id
LEFT JOIN entities o ON o.id = r.object_id
LEFT JOIN entities a ON a.id = e.attributed_to_id;

-- One row per relation.
CREATE VIEW edges AS
SELECT s.name AS subject, s.type AS subject_type, r.type AS relation,
       coalesce(o.name, r.value) AS object, o.type AS object_type,
       r.polarity AS polarity, r.modality AS modality, r.confidence AS confidence,
       r.evidence_count AS evidence_count, r.document_count AS document_count, r.open AS open,
       r.id AS relation_id, r.subject_id AS subject_id, r.object_id AS object_id
FROM relations r
JOIN entities s ON s.id = r.subject_id
LEFT JOIN entities o ON o.id = r.object_id;

-- The full-text indexes take their words from the tables and are kept up by factgraph: whoever changes names or texts by
-- hand runs INSERT INTO documents_fts (documents_fts) VALUES ('rebuild') afterwards. No triggers: SQLite refuses full-text
-- tables in those of a schema it was told not to trust.
CREATE VIRTUAL TABLE documents_fts USING fts5 (
  title, text, content='documents', content_rowid='id', tokenize='unicode61 remove_diacritics 2');

CREATE VIRTUAL TABLE entities_fts USING fts5 (
  name, content='entities', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
