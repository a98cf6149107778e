#include "extract/extractor.h"
