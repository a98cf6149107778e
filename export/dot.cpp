#include "export/dot.h"
