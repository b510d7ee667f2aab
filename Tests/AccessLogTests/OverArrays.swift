import AccessLog

// The calls of the module with an array in place of a span, which `#expect` cannot take. The bytes
// of an array of `UInt8` have no padding, which is what makes `bytes` unsafe.

extension LineParser {
  mutating func instant(_ bytes: [UInt8], _ range: Range<Int>) -> Instant? {
    unsafe instant(bytes.span.bytes, range)
  }

  mutating func parse(_ bytes: [UInt8], _ range: Range<Int>) -> Line {
    unsafe parse(bytes.span.bytes, range)
  }

  mutating func parse(_ line: String) -> Line {
    let bytes = Array(line.utf8)
    return parse(bytes, 0..<bytes.count)
  }
}

extension Hit {
  func referrer(in bytes: [UInt8]) -> Range<Int>? {
    unsafe referrer(in: bytes.span.bytes)
  }

  func userAgent(in bytes: [UInt8]) -> Range<Int>? {
    unsafe userAgent(in: bytes.span.bytes)
  }
}

extension Section {
  init(of target: Range<Int>, in bytes: [UInt8]) {
    unsafe self.init(of: target, in: bytes.span.bytes)
  }

  func name(in bytes: [UInt8]) -> [UInt8] {
    unsafe name(in: bytes.span.bytes)
  }
}

extension CombinedFields {
  init?(rest: Range<Int>, in bytes: [UInt8]) {
    unsafe self.init(rest: rest, in: bytes.span.bytes)
  }
}

extension [UInt8] {
  func firstOffset(of byte: UInt8, from start: Int, to end: Int) -> Int {
    unsafe span.bytes.firstOffset(of: byte, from: start, to: end)
  }

  func word(at offset: Int) -> UInt64 {
    unsafe span.bytes.word(at: offset)
  }

  func equals(_ range: Range<Int>, _ other: [UInt8], at start: Int) -> Bool {
    unsafe span.bytes.equals(range, other.span.bytes, at: start)
  }
}
