#include "schema/facts_jsonl.h"
