// The part of libFuzzer's interface that a program with a `main` of its own calls: compiler-rt's
// fuzzer/FuzzerInterface.h does not come with the toolchain.
#pragma once
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(
    int *argc, char ***argv, int (*UserCb)(const uint8_t *Data, size_t Size));
