#include "extract/reader.h"
