#include "extract/language/engine.h"
