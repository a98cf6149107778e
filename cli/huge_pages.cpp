#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <new>

// Allocation for the whole program, as it always was but for large arrays: those lie in huge pages where the system has
// some for who asks. A million relations are read in little more than half the time where page faults are dear, as in
// virtual machines. Only programs have this, not the libraries.

#ifndef __SANITIZE_ADDRESS__

namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20U;
constexpr std::size_t kLarge = 2 * kHugePage;

void* allocate(std::size_t size) {
  if (size < kLarge) return std::malloc(size == 0 ? 1 : size);
  void* array = std::aligned_alloc(kHugePage, (size + kHugePage - 1) / kHugePage * kHugePage);
  if (array != nullptr) madvise(array, size, MADV_HUGEPAGE);
  return array;
}

}  // namespace

void* operator new(std::size_t size) {
  if (void* memory = allocate(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t /*size*/) noexcept { std::free(memory); }

#endif
