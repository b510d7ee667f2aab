#define _GNU_SOURCE
#include "arguments.h"

#include <link.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

// The program comes first, then its libraries.
static int release(struct dl_phdr_info *program, size_t size, void *unused) {
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  for (int index = 0; index < program->dlpi_phnum; index++) {
    const ElfW(Phdr) *part = &program->dlpi_phdr[index];
    // Only a segment without write access is the same in the file.
    if (part->p_type != PT_LOAD || !(part->p_flags & PF_X) || part->p_flags & PF_W) continue;
    uintptr_t start = (program->dlpi_addr + part->p_vaddr) & ~(page - 1);
    uintptr_t end = program->dlpi_addr + part->p_vaddr + part->p_memsz;
    madvise((void *)start, end - start, MADV_DONTNEED);
  }
  return 1;
}

void release_code(void) { dl_iterate_phdr(release, NULL); }
