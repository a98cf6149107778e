#include "extract/entities.h"
