#include "extract/times.h"
