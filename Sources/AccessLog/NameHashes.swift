/// Hashes the names that stand in lines.
struct NameHashes: Sendable {
  /// Of sections and long methods; its key is secret, so that no client can choose names that
  /// collide.
  let section: ByteHash
  /// One key for all machines and runs: the estimate of distinct clients depends on it, and the
  /// same log gives the same numbers.
  let client = ByteHash(key: 0x6869_6768_7469_6465)
  /// The hash of ``Section/unknown``.
  let unknown: UInt64

  /// Creates the hashes whose sections are keyed with `key`.
  init(key: UInt64) {
    section = ByteHash(key: key)
    let unknown = Section.unknown
    self.unknown = section(unsafe unknown.span.bytes, 0..<unknown.count)
  }

  /// Fills in what a record has of a request.
  @inline(__always)
  func fill(_ record: inout LineRecord, _ bytes: RawSpan, _ request: Request?) {
    guard let request else {
      record.sectionStart = 0
      record.sectionLength = 0
      record.sectionNeedsSlash = false
      record.sectionHash = unknown
      record.methodKey = UInt64(UInt8(ascii: "-"))
      record.methodStart = 0
      record.methodLength = 0
      return
    }
    let section = Section(of: request, in: bytes)
    record.sectionStart = UInt32(truncatingIfNeeded: section.range.lowerBound)
    // No line is longer.
    record.sectionLength = UInt16(clamping: section.range.count)
    record.sectionNeedsSlash = section.needsSlash
    record.sectionHash =
      if section.needsSlash {
        self.section.appendingSlash(bytes, section.range)
      } else if section.range.isEmpty {
        unknown
      } else {
        self.section(bytes, section.range)
      }
    let method = request.method
    record.methodStart = UInt32(truncatingIfNeeded: method.lowerBound)
    record.methodLength = UInt16(truncatingIfNeeded: method.count)
    record.methodKey =
      method.count < 8
      ? bytes.word(at: method.lowerBound, count: method.count)
      : self.section(bytes, method) | 1 << 63
  }
}
