import AccessLog

/// Where a name stands, and its hash.
package struct NameKey {
  var hash: UInt64
  var range: Range<Int>
  /// Whether the name is the bytes at `range` and a `/`.
  var needsSlash: Bool

  @inline(__always)
  init(_ record: LineRecord) {
    hash = record.sectionHash
    let start = Int(record.sectionStart)
    range = start..<start &+ Int(record.sectionLength)
    needsSlash = record.sectionNeedsSlash
  }

  package init(hash: UInt64, range: Range<Int>) {
    self.hash = hash
    self.range = range
    needsSlash = false
  }

  init(_ entry: NameTable.Entry) {
    self.init(hash: entry.hash, range: entry.name)
  }

  var nameCount: Int { range.isEmpty ? Section.unknown.count : range.count + (needsSlash ? 1 : 0) }

  /// Whether the name is the bytes at ``range``.
  @inline(__always)
  var isUsual: Bool { !needsSlash && !range.isEmpty }

  @inline(__always)
  func isName(_ bytes: RawSpan, _ arena: RawSpan, _ name: Range<Int>) -> Bool {
    guard isUsual else { return isUnusualName(bytes, arena, name) }
    return name.count == range.count && bytes.equals(range, arena, at: name.lowerBound)
  }

  /// Whether the name is the bytes at ``range``, and of at most 16; `false` where fewer stand there.
  @inline(__always)
  func isShortName(_ bytes: RawSpan, _ arena: RawSpan, _ name: Range<Int>) -> Bool {
    guard !needsSlash, name.count == range.count, 1...16 ~= range.count,
      range.lowerBound <= bytes.byteCount &- 16
    else { return false }
    return bytes.equals(range, arena, at: name.lowerBound)
  }

  /// The bytes of a usual name of at most 16; `nil` of any other.
  @inline(__always)
  func words(_ bytes: RawSpan) -> SIMD2<UInt64>? {
    guard !needsSlash, 1...16 ~= range.count, range.lowerBound <= bytes.byteCount - 16 else {
      return nil
    }
    return bytes.words(at: range.lowerBound, count: range.count)
  }

  @inline(never)
  private func isUnusualName(_ bytes: RawSpan, _ arena: RawSpan, _ name: Range<Int>) -> Bool {
    var mine: [UInt8] = []
    appendName(bytes, to: &mine)
    return name.count == mine.count
      && arena.equals(name, unsafe mine.span.bytes, at: 0)
  }

  func appendName(_ bytes: RawSpan, to names: inout [UInt8]) {
    guard !range.isEmpty else {
      names += Section.unknown
      return
    }
    bytes.append(range, to: &names)
    if needsSlash { names.append(UInt8(ascii: "/")) }
  }
}
