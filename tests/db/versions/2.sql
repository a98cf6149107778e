PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE writers (
  id INTEGER PRIMARY KEY,
  program TEXT NOT NULL,  -- version of factgraph, or of the extractor whose facts were loaded
  models TEXT NOT NULL,   -- version of the language models
  UNIQUE (program, models)
) STRICT;
INSERT INTO writers VALUES(1,'factgraph 0.1.0','');
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
, place TEXT /* of its dateline, such as Oslo, Norway; NULL where unknown */) STRICT;
INSERT INTO documents VALUES(1,'harbour.txt','A new head for the harbour','2024-03-15',NULL,NULL,1,'84f22d1dd8d7c2a808be3d2e6282b6f2','41d978f5dcf4105127e4cff74f11de45','[]','Vera Lind leads the Harbour Council in Tallinn. Lind was born in 1971. The ferries will run again, she said.',NULL);
INSERT INTO documents VALUES(2,'visit.txt','A visit','2024-04-02',NULL,NULL,1,'50319b04a1845d423183af19663f4de2','ef96032b13b8792258e0044c447a1ac9','[]','Lind met Tom Okoro in Tallinn. Okoro does not lead the Harbour Council.',NULL);
CREATE TABLE sentences (
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES documents (id),
  start INTEGER NOT NULL CHECK (start >= 0),
  end INTEGER NOT NULL CHECK (end >= start)
) STRICT;
INSERT INTO sentences VALUES(1,1,0,47);
INSERT INTO sentences VALUES(2,1,48,70);
INSERT INTO sentences VALUES(3,1,71,108);
INSERT INTO sentences VALUES(4,2,0,30);
INSERT INTO sentences VALUES(5,2,31,71);
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
INSERT INTO entities VALUES(1,'Vera Maria Lind','person','vera lind','person','',4,2,3);
INSERT INTO entities VALUES(2,'Harbour Council','organization','harbour council','organization','',2,2,2);
INSERT INTO entities VALUES(3,'Tallinn','city','tallinn','place','',2,2,0);
INSERT INTO entities VALUES(4,'Tom Okoro','person','tom okoro','person','',2,1,2);
CREATE TABLE aliases (
  id INTEGER PRIMARY KEY,
  entity_id INTEGER NOT NULL REFERENCES entities (id),
  name TEXT NOT NULL,           -- a surface form, white space as single spaces
  key TEXT NOT NULL,            -- the name normalised, for looking it up in any case
  mentions INTEGER NOT NULL CHECK (mentions >= 0),     -- mentions of kind name that read so
  full_names INTEGER NOT NULL CHECK (full_names >= 0), -- documents' entities whose fullest name this is
  UNIQUE (entity_id, name)
) STRICT;
INSERT INTO aliases VALUES(1,1,'Lind','lind',2,1);
INSERT INTO aliases VALUES(2,1,'Vera Lind','vera lind',1,1);
INSERT INTO aliases VALUES(3,2,'Harbour Council','harbour council',2,2);
INSERT INTO aliases VALUES(4,3,'Tallinn','tallinn',2,2);
INSERT INTO aliases VALUES(5,4,'Okoro','okoro',1,0);
INSERT INTO aliases VALUES(6,4,'Tom Okoro','tom okoro',1,1);
CREATE TABLE type_votes (
  entity_id INTEGER NOT NULL REFERENCES entities (id),
  type TEXT NOT NULL,
  votes INTEGER NOT NULL CHECK (votes > 0),            -- documents' entities of this type
  PRIMARY KEY (entity_id, type)
) STRICT, WITHOUT ROWID;
INSERT INTO type_votes VALUES(1,'person',2);
INSERT INTO type_votes VALUES(2,'organization',2);
INSERT INTO type_votes VALUES(3,'city',2);
INSERT INTO type_votes VALUES(4,'person',1);
CREATE TABLE document_entities (
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES documents (id),
  entity_id INTEGER NOT NULL REFERENCES entities (id), -- what it was resolved to
  name TEXT NOT NULL,           -- the fullest form in this document
  type TEXT NOT NULL,           -- as this document has it
  key TEXT NOT NULL             -- the name in its plainest spelling, equal for all ways to write it
) STRICT;
INSERT INTO document_entities VALUES(1,1,1,'Vera Lind','person','vera lind');
INSERT INTO document_entities VALUES(2,1,2,'Harbour Council','organization','harbour council');
INSERT INTO document_entities VALUES(3,1,3,'Tallinn','city','tallinn');
INSERT INTO document_entities VALUES(4,2,1,'Lind','person','lind');
INSERT INTO document_entities VALUES(5,2,4,'Tom Okoro','person','tom okoro');
INSERT INTO document_entities VALUES(6,2,3,'Tallinn','city','tallinn');
INSERT INTO document_entities VALUES(7,2,2,'Harbour Council','organization','harbour council');
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
INSERT INTO mentions VALUES(1,1,1,1,1,0,9,'name');
INSERT INTO mentions VALUES(2,1,2,1,1,48,52,'name');
INSERT INTO mentions VALUES(3,1,3,1,1,99,102,'pronoun');
INSERT INTO mentions VALUES(4,1,1,2,2,20,35,'name');
INSERT INTO mentions VALUES(5,1,1,3,3,39,46,'name');
INSERT INTO mentions VALUES(6,2,4,1,4,0,4,'name');
INSERT INTO mentions VALUES(7,2,4,4,5,9,18,'name');
INSERT INTO mentions VALUES(8,2,5,4,5,31,36,'name');
INSERT INTO mentions VALUES(9,2,4,3,6,22,29,'name');
INSERT INTO mentions VALUES(10,2,5,2,7,55,70,'name');
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
INSERT INTO judgements VALUES(1,'cdbb13c7b2b6e7f489211c7ea5429fe3','2024-05-01T10:00:00Z','ana','two people','different','Tom Okoro','person',NULL,'Vera Lind','person',NULL,NULL);
INSERT INTO judgements VALUES(2,'7b8c88079f34649c86c1bace09c67b28','2024-05-02T10:00:00Z','ana','her full name','rename','Vera Lind','person',NULL,NULL,NULL,NULL,'Vera Maria Lind');
CREATE TABLE name_forms (
  form TEXT NOT NULL,           -- the key of a short name; initials begin with =, given names with ^
  root TEXT NOT NULL,
  key TEXT NOT NULL,            -- the key of a fuller name
  documents INTEGER NOT NULL CHECK (documents > 0),    -- in which somebody has the fuller name and may be called so
  PRIMARY KEY (form, root, key)
) STRICT, WITHOUT ROWID;
INSERT INTO name_forms VALUES('=hc','organization','harbour council',2);
INSERT INTO name_forms VALUES('^tom','person','tom okoro',1);
INSERT INTO name_forms VALUES('^vera','person','vera lind',1);
INSERT INTO name_forms VALUES('lind','person','vera lind',1);
INSERT INTO name_forms VALUES('okoro','person','tom okoro',1);
INSERT INTO name_forms VALUES('t okoro','person','tom okoro',1);
INSERT INTO name_forms VALUES('v lind','person','vera lind',1);
CREATE TABLE contexts (
  name INTEGER NOT NULL,        -- XXH3-64 of key and root of a person or organization
  feature INTEGER NOT NULL,     -- XXH3-64 of somebody or something a document mentions with it, or of its role; 0: is there
  document_id INTEGER NOT NULL, -- the document
  PRIMARY KEY (name, feature, document_id)
) STRICT, WITHOUT ROWID;
INSERT INTO contexts VALUES(-8653195314353782962,-8459971473526397327,1);
INSERT INTO contexts VALUES(-8653195314353782962,258572658716151948,1);
INSERT INTO contexts VALUES(-8653195314353782962,5410373006067985841,1);
INSERT INTO contexts VALUES(-1505077949454003691,-8459971473526397327,2);
INSERT INTO contexts VALUES(-1505077949454003691,1113238955268292443,2);
INSERT INTO contexts VALUES(-1505077949454003691,5410373006067985841,2);
INSERT INTO contexts VALUES(1113238955268292443,-8459971473526397327,2);
INSERT INTO contexts VALUES(1113238955268292443,-1505077949454003691,2);
INSERT INTO contexts VALUES(1113238955268292443,0,2);
INSERT INTO contexts VALUES(1113238955268292443,5410373006067985841,2);
INSERT INTO contexts VALUES(5410373006067985841,-8653195314353782962,1);
INSERT INTO contexts VALUES(5410373006067985841,-8459971473526397327,1);
INSERT INTO contexts VALUES(5410373006067985841,-8459971473526397327,2);
INSERT INTO contexts VALUES(5410373006067985841,-1505077949454003691,2);
INSERT INTO contexts VALUES(5410373006067985841,1113238955268292443,2);
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
INSERT INTO relations VALUES(1,1,'born_on',NULL,'1971','affirmed','asserted',0.8000000000000000444,1,1,0,-8397084228018884606);
INSERT INTO relations VALUES(2,1,'leads',2,NULL,'affirmed','asserted',0.9000000000000000222,1,1,0,-8717151178869265869);
INSERT INTO relations VALUES(3,1,'meet',4,NULL,'affirmed','asserted',0.59999999999999997779,1,1,1,1480948196295407769);
INSERT INTO relations VALUES(4,4,'leads',2,NULL,'negated','asserted',0.84999999999999997779,1,1,0,3814741666795158136);
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
INSERT INTO evidence VALUES(1,2,1,1,4,NULL,NULL,10,15,'head','2024-03',NULL,NULL,NULL,0.9000000000000000222,'lead.v');
INSERT INTO evidence VALUES(2,1,2,2,NULL,65,69,57,61,NULL,NULL,NULL,NULL,NULL,0.8000000000000000444,'bear.v');
INSERT INTO evidence VALUES(3,3,4,6,7,NULL,NULL,5,8,NULL,NULL,NULL,'Tom Okoro',4,0.59999999999999997779,NULL);
INSERT INTO evidence VALUES(4,4,5,8,10,NULL,NULL,46,50,NULL,NULL,NULL,NULL,NULL,0.84999999999999997779,'lead.v');
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
INSERT INTO statements VALUES(1,1,3,1,1,'indirect',71,97,'The ferries will run again','said');
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
INSERT INTO propositions VALUES(1,1,0.69999999999999995559,'Vera Lind','leads','["the Harbour Council"]',0,9,'[[10,15]]','[[16,35]]');
CREATE TABLE ontologies (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  version TEXT NOT NULL,
  source TEXT NOT NULL,         -- the file it came from
  toml TEXT NOT NULL            -- the file, byte for byte; the tables below are read from it
) STRICT;
INSERT INTO ontologies VALUES(1,'1','ontology.toml',replace('# A small ontology for the databases of old versions.\nversion = "1"\n\n[types.person]\nlabel = "Person"\ndefinition = "A named human."\ncounterparts = { wikidata = "Q5" }\nnouns = ["woman", "man"]\n\n[types.organization]\nlabel = "Organization"\ndefinition = "A named body of people."\nnouns = ["council"]\n\n[types.place]\nlabel = "Place"\ndefinition = "A named place."\nnouns = ["place"]\n\n[types.city]\nparent = "place"\nlabel = "City"\ndefinition = "A town of any size."\nnouns = ["city", "town"]\n\n[relations.leads]\nlabel = "leads"\ndefinition = "Is at the head of."\ndomain = ["person"]\nrange = ["organization", "place"]\ninverse = "led_by"\npatterns = [''lead.v subject=subj object=obj ~0.9'']\n\n[relations.born_on]\nlabel = "born on"\ndefinition = "The day of birth."\ndomain = ["person"]\nvalue = "date"\npatterns = [''bear.v subject=subj object=when ~0.9'']\n','\n',char(10)));
CREATE TABLE entity_types (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  parent_id INTEGER REFERENCES entity_types (id),      -- NULL for a root
  label TEXT NOT NULL,
  definition TEXT NOT NULL
) STRICT;
INSERT INTO entity_types VALUES(1,'person',NULL,'Person','A named human.');
INSERT INTO entity_types VALUES(2,'organization',NULL,'Organization','A named body of people.');
INSERT INTO entity_types VALUES(3,'place',NULL,'Place','A named place.');
INSERT INTO entity_types VALUES(4,'city',3,'City','A town of any size.');
CREATE TABLE relation_types (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL,
  definition TEXT NOT NULL,
  value TEXT CHECK (value IN ('date', 'text')),        -- what its object is; NULL for an entity
  symmetric INTEGER NOT NULL CHECK (symmetric IN (0, 1)),
  inverse TEXT                  -- how it reads the other way round; NULL where it has no name
) STRICT;
INSERT INTO relation_types VALUES(1,'leads','leads','Is at the head of.',NULL,0,'led_by');
INSERT INTO relation_types VALUES(2,'born_on','born on','The day of birth.','date',0,NULL);
CREATE TABLE relation_type_ends (
  relation_type_id INTEGER NOT NULL REFERENCES relation_types (id),
  side TEXT NOT NULL CHECK (side IN ('subject', 'object')),
  entity_type TEXT NOT NULL,    -- allowed there, with everything below it
  PRIMARY KEY (relation_type_id, side, entity_type)
) STRICT, WITHOUT ROWID;
INSERT INTO relation_type_ends VALUES(1,'object','organization');
INSERT INTO relation_type_ends VALUES(1,'object','place');
INSERT INTO relation_type_ends VALUES(1,'subject','person');
INSERT INTO relation_type_ends VALUES(2,'subject','person');
CREATE TABLE counterparts (
  id INTEGER PRIMARY KEY,
  entity_type_id INTEGER REFERENCES entity_types (id), -- this or relation_type_id
  relation_type_id INTEGER REFERENCES relation_types (id),
  vocabulary TEXT NOT NULL,     -- such as wikidata or schema
  name TEXT NOT NULL,           -- what it is called there
  CHECK ((entity_type_id IS NULL) <> (relation_type_id IS NULL))
) STRICT;
INSERT INTO counterparts VALUES(1,1,NULL,'wikidata','Q5');
CREATE TABLE entity_metrics (
  entity_id INTEGER PRIMARY KEY REFERENCES entities (id),
  degree INTEGER NOT NULL,      -- relations it is in, as subject or object
  centrality REAL NOT NULL,     -- PageRank over the relations by their weight; the most central has 1
  betweenness REAL NOT NULL,    -- share of the others' shortest connections that run through it, 0 to 1
  core INTEGER NOT NULL,        -- the largest k for which it is in the k-core
  component INTEGER NOT NULL,   -- number of its connected component, 0 is the largest
  community INTEGER NOT NULL    -- number of its community (Leiden), 0 is the largest
) STRICT;
PRAGMA writable_schema=ON;
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','documents_fts','documents_fts',0,'CREATE VIRTUAL TABLE documents_fts USING fts5 (
  title, text, content=''documents'', content_rowid=''id'', tokenize=''unicode61 remove_diacritics 2'')');
CREATE TABLE IF NOT EXISTS 'documents_fts_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO documents_fts_data VALUES(1,X'020821');
INSERT INTO documents_fts_data VALUES(10,X'000000000101010001010101');
INSERT INTO documents_fts_data VALUES(137438953473,X'00000149053031393731010601010e01016101020201020202046761696e01060101130104626f726e010601010c0107636f756e63696c0106010107010601010e0104646f65730206010109010766657272696573010601011002026f720102050107686172626f7572010807010106010601010d02036561640102040102696e010801010807010601010601046c656164020601010b05017301060101040203696e64010801010309010601010201036d6574020601010301036e657701020302026f74020601010a01056f6b6f726f020801010505010372756e01060101120104736169640106010115020268650106010114010774616c6c696e6e0106010109010601010702026865010a060101050c010601010c02026f6d020601010401047665726101060101020204697369740202030103776173010601010b0203696c6c0106010111040b090b0b130b0e0714080f0b08100a08090d0a0b091310090b090a');
CREATE TABLE IF NOT EXISTS 'documents_fts_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO documents_fts_idx VALUES(1,X'',2);
CREATE TABLE IF NOT EXISTS 'documents_fts_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
INSERT INTO documents_fts_docsize VALUES(1,X'0614');
INSERT INTO documents_fts_docsize VALUES(2,X'020d');
CREATE TABLE IF NOT EXISTS 'documents_fts_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO documents_fts_config VALUES('version',4);
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','entities_fts','entities_fts',0,'CREATE VIRTUAL TABLE entities_fts USING fts5 (
  name, content=''entities'', content_rowid=''id'', tokenize=''unicode61 remove_diacritics 2'')');
CREATE TABLE IF NOT EXISTS 'entities_fts_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO entities_fts_data VALUES(1,X'0408');
INSERT INTO entities_fts_data VALUES(10,X'000000000102020002010101020101');
INSERT INTO entities_fts_data VALUES(137438953473,X'0000004b0830636f756e63696c0202030107686172626f757202020201046c696e6401020301056f6b6f726f040203010774616c6c696e6e03020202026f6d040202010476657261010202040c0c090a0c07');
INSERT INTO entities_fts_data VALUES(274877906945,X'0000002005306c696e6401030401056d6172696101020301047665726101030204090a');
CREATE TABLE IF NOT EXISTS 'entities_fts_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO entities_fts_idx VALUES(1,X'',2);
INSERT INTO entities_fts_idx VALUES(2,X'',2);
CREATE TABLE IF NOT EXISTS 'entities_fts_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
INSERT INTO entities_fts_docsize VALUES(1,X'03');
INSERT INTO entities_fts_docsize VALUES(2,X'02');
INSERT INTO entities_fts_docsize VALUES(3,X'01');
INSERT INTO entities_fts_docsize VALUES(4,X'02');
CREATE TABLE IF NOT EXISTS 'entities_fts_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO entities_fts_config VALUES('version',4);
CREATE INDEX documents_by_title ON documents (title);
CREATE INDEX documents_by_published ON documents (published);
CREATE INDEX documents_by_writer ON documents (writer_id);
CREATE UNIQUE INDEX sentences_by_document ON sentences (document_id, start);
CREATE UNIQUE INDEX entities_by_key ON entities (key, root, scope);
CREATE INDEX entities_by_name ON entities (name, type);
CREATE INDEX entities_by_type ON entities (type);
CREATE INDEX entities_by_mentions ON entities (mentions);
CREATE INDEX aliases_by_key ON aliases (key);
CREATE INDEX document_entities_by_document ON document_entities (document_id);
CREATE INDEX document_entities_by_entity ON document_entities (entity_id);
CREATE INDEX document_entities_by_key ON document_entities (key);
CREATE INDEX mentions_by_document ON mentions (document_id);
CREATE INDEX mentions_by_sentence ON mentions (sentence_id);
CREATE INDEX mentions_by_entity ON mentions (entity_id);
CREATE INDEX mentions_by_document_entity ON mentions (document_entity_id);
CREATE INDEX judgements_undone ON judgements (value) WHERE kind = 'undo';
CREATE INDEX name_forms_by_key ON name_forms (key, root);
CREATE UNIQUE INDEX relations_by_ends ON relations (subject_id, type, object_id, digest);
CREATE INDEX relations_by_subject ON relations (subject_id, document_count, confidence, digest);
CREATE INDEX relations_by_object ON relations (object_id, document_count, confidence, digest) WHERE object_id IS NOT NULL;
CREATE INDEX relations_by_type ON relations (type, document_count, open);
CREATE INDEX relations_open ON relations (document_count, type, open) WHERE open;
CREATE INDEX relations_negated ON relations (subject_id, type, object_id) WHERE polarity = 'negated';
CREATE INDEX evidence_by_relation ON evidence (relation_id, confidence, trigger_start);
CREATE INDEX evidence_by_time ON evidence (time) WHERE time IS NOT NULL;
CREATE INDEX evidence_by_sentence ON evidence (sentence_id);
CREATE INDEX evidence_by_subject ON evidence (subject_mention_id);
CREATE INDEX evidence_by_object ON evidence (object_mention_id) WHERE object_mention_id IS NOT NULL;
CREATE INDEX evidence_by_attribution ON evidence (attributed_to_id) WHERE attributed_to_id IS NOT NULL;
CREATE INDEX statements_by_document ON statements (document_id);
CREATE INDEX statements_by_sentence ON statements (sentence_id) WHERE sentence_id IS NOT NULL;
CREATE INDEX statements_by_speaker ON statements (speaker_id) WHERE speaker_id IS NOT NULL;
CREATE INDEX statements_by_document_speaker ON statements (document_speaker_id) WHERE document_speaker_id IS NOT NULL;
CREATE INDEX propositions_by_sentence ON propositions (sentence_id);
CREATE INDEX entity_types_by_parent ON entity_types (parent_id);
CREATE INDEX counterparts_by_entity_type ON counterparts (entity_type_id);
CREATE INDEX counterparts_by_relation_type ON counterparts (relation_type_id);
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
CREATE VIEW edges AS
SELECT s.name AS subject, s.type AS subject_type, r.type AS relation,
       coalesce(o.name, r.value) AS object, o.type AS object_type,
       r.polarity AS polarity, r.modality AS modality, r.confidence AS confidence,
       r.evidence_count AS evidence_count, r.document_count AS document_count, r.open AS open,
       r.id AS relation_id, r.subject_id AS subject_id, r.object_id AS object_id
FROM relations r
JOIN entities s ON s.id = r.subject_id
LEFT JOIN entities o ON o.id = r.object_id;
CREATE INDEX documents_by_place ON documents (place) WHERE place IS NOT NULL;
PRAGMA writable_schema=OFF;
COMMIT;
PRAGMA application_id = 1718055016;
PRAGMA user_version = 2;
