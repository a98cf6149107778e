#pragma once

#include <sqlite3.h>

#include <cstdint>

namespace factgraph {

// As long as it lives every file that SQLite opens is on a disk that breaks: the `nth` call that writes (or that syncs)
// fails, and so do all later ones until repair().
class FaultyDisk {
 public:
  enum class Fault { kWrite, kSync, kFull };

  FaultyDisk(Fault fault, std::int64_t nth) {
    current() = this;
    code_ = fault == Fault::kWrite ? SQLITE_IOERR_WRITE : fault == Fault::kSync ? SQLITE_IOERR_FSYNC : SQLITE_FULL;
    syncs_ = fault == Fault::kSync;
    left_ = nth;
    disk_ = *real();
    disk_.zName = "faulty";
    disk_.szOsFile = static_cast<int>(sizeof(File)) + real()->szOsFile;
    disk_.xOpen = open;
    sqlite3_vfs_register(&disk_, 1);
  }
  ~FaultyDisk() {
    sqlite3_vfs_unregister(&disk_);
    sqlite3_vfs_register(real(), 1);
    current() = nullptr;
  }
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  void repair() { repaired_ = true; }
  [[nodiscard]] bool broke() const { return left_ <= 0; }

 private:
  struct File : sqlite3_file {
    sqlite3_file* real = nullptr;
  };

  static FaultyDisk*& current() {
    static FaultyDisk* disk = nullptr;
    return disk;
  }
  // SQLite's own, found before any of ours is registered.
  static sqlite3_vfs* real() {
    static sqlite3_vfs* vfs = sqlite3_vfs_find(nullptr);
    return vfs;
  }
  static sqlite3_file* real(sqlite3_file* file) { return static_cast<File*>(file)->real; }

  // What a call that writes or syncs has to fail with, or SQLITE_OK.
  static int strike(bool sync) {
    FaultyDisk* disk = current();
    if (disk == nullptr || disk->repaired_ || sync != disk->syncs_) return SQLITE_OK;
    return --disk->left_ <= 0 ? disk->code_ : SQLITE_OK;
  }

  static int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
    static const sqlite3_io_methods kMethods = {
        .iVersion = 2,
        .xClose = [](sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); },
        .xRead = [](sqlite3_file* f, void* to, int n,
                    sqlite3_int64 at) { return real(f)->pMethods->xRead(real(f), to, n, at); },
        .xWrite =
            [](sqlite3_file* f, const void* from, int n, sqlite3_int64 at) {
              const int struck = strike(false);
              return struck != SQLITE_OK ? struck : real(f)->pMethods->xWrite(real(f), from, n, at);
            },
        .xTruncate = [](sqlite3_file* f, sqlite3_int64 n) { return real(f)->pMethods->xTruncate(real(f), n); },
        .xSync =
            [](sqlite3_file* f, int how) {
              const int struck = strike(true);
              return struck != SQLITE_OK ? struck : real(f)->pMethods->xSync(real(f), how);
            },
        .xFileSize = [](sqlite3_file* f, sqlite3_int64* n) { return real(f)->pMethods->xFileSize(real(f), n); },
        .xLock = [](sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); },
        .xUnlock = [](sqlite3_file* f, int level) { return real(f)->pMethods->xUnlock(real(f), level); },
        .xCheckReservedLock = [](sqlite3_file* f,
                                 int* held) { return real(f)->pMethods->xCheckReservedLock(real(f), held); },
        .xFileControl = [](sqlite3_file* f, int what,
                           void* with) { return real(f)->pMethods->xFileControl(real(f), what, with); },
        .xSectorSize = [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); },
        .xDeviceCharacteristics = [](sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); },
        .xShmMap = [](sqlite3_file* f, int page, int size, int extend,
                      void volatile** to) { return real(f)->pMethods->xShmMap(real(f), page, size, extend, to); },
        .xShmLock = [](sqlite3_file* f, int at, int n,
                       int how) { return real(f)->pMethods->xShmLock(real(f), at, n, how); },
        .xShmBarrier = [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); },
        .xShmUnmap = [](sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); },
        .xFetch = nullptr,
        .xUnfetch = nullptr};
    auto* ours = static_cast<File*>(file);
    ours->real = reinterpret_cast<sqlite3_file*>(ours + 1);
    const int result = real()->xOpen(real(), name, ours->real, flags, out);
    ours->pMethods = ours->real->pMethods != nullptr ? &kMethods : nullptr;
    return result;
  }

  sqlite3_vfs disk_{};
  int code_ = SQLITE_OK;
  bool syncs_ = false;
  bool repaired_ = false;
  std::int64_t left_ = 0;
};

}  // namespace factgraph
