private import CPcre2
private import Synchronization

/// A pattern of PCRE2 over bytes, compiled, for any number of threads.
///
/// Matching is bounded: where a line takes more than ``stepLimit`` steps the pattern is given up, and
/// does not match; ``abandoned`` counts how often.
@safe final class Pattern: @unchecked Sendable {
  // Sendable: what is compiled is never changed, and PCRE2 lets threads share it (pcre2api(3),
  // "Multithreading").

  /// How many steps one match may take: some hundred microseconds.
  static let stepLimit: UInt32 = 100_000
  /// How much memory one match may take, in KiB.
  static let memoryLimit: UInt32 = 1 << 10

  let text: String
  private let compiled: OpaquePointer
  private let abandonedCount = Atomic(0)

  /// Compiles a pattern.
  init(_ text: String) throws(PatternError) {
    let bytes = Array(text.utf8)
    var error: Int32 = 0
    var offset = 0
    guard let compiled = unsafe hightide_pattern_compile(bytes, bytes.count, &error, &offset) else {
      throw PatternError(offset: min(offset, bytes.count), reason: Pattern.message(error))
    }
    self.text = text
    unsafe self.compiled = compiled
    // Where the processor is not known to PCRE2 it interprets the pattern.
    _ = unsafe hightide_pattern_jit(compiled)
  }

  deinit { unsafe hightide_pattern_free(compiled) }

  /// How many lines took more steps than a match may take.
  var abandoned: Int { abandonedCount.load(ordering: .relaxed) }

  /// Whether the pattern matches anywhere in a range.
  ///
  /// - Complexity: At most ``stepLimit`` steps, without allocation but for what is hard to match.
  func matches(_ bytes: RawSpan, _ range: Range<Int>, _ scratch: PatternScratch) -> Bool {
    let text = bytes.extracting(range)
    let outcome = unsafe text.withUnsafeBytes {
      // An empty span has no base, and then nothing is read.
      unsafe scratch.match(
        compiled, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), $0.count)
    }
    guard outcome < PatternScratch.noMatch else { return outcome >= 0 }
    abandonedCount.add(1, ordering: .relaxed)
    return false
  }

  private static func message(_ error: Int32) -> String {
    var text = [UInt8](repeating: 0, count: 256)
    _ = unsafe hightide_pattern_message(error, &text, text.count)
    return String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
  }
}

/// Why a pattern cannot be compiled.
struct PatternError: Error {
  /// Where, in the bytes of the pattern.
  let offset: Int
  let reason: String
}

/// What matching writes to; for one thread at a time.
@safe final class PatternScratch {
  /// What ``match(_:_:_:)`` returns where the pattern does not match.
  static let noMatch = PCRE2_ERROR_NOMATCH

  private let data: OpaquePointer?
  private let context: OpaquePointer?

  init() {
    unsafe data = hightide_match_data_create()
    unsafe context = hightide_match_context_create(Pattern.stepLimit, Pattern.memoryLimit)
  }

  deinit {
    // Both functions take null.
    unsafe hightide_match_data_free(data)
    unsafe hightide_match_context_free(context)
  }

  /// 0 or more if the pattern matches, ``noMatch`` if it does not, and less if it was given up.
  fileprivate func match(
    _ pattern: OpaquePointer, _ text: UnsafePointer<UInt8>?, _ count: Int
  ) -> Int32 {
    // PCRE2 takes null for an empty text. Without memory for its data nothing matches.
    guard let data = unsafe data else { return PCRE2_ERROR_NOMEMORY }
    let outcome = unsafe hightide_pattern_match(pattern, text, count, 0, data, context)
    guard outcome == PCRE2_ERROR_JIT_STACKLIMIT else { return outcome }
    return unsafe hightide_pattern_match(pattern, text, count, PCRE2_NO_JIT, data, context)
  }
}
