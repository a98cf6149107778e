-- Where a document was written.

ALTER TABLE documents ADD COLUMN place TEXT /* of its dateline, such as Oslo, Norway; NULL where unknown */;
CREATE INDEX documents_by_place ON documents (place) WHERE place IS NOT NULL;
