/// What a usual line says of itself, found from its record; see ``LineScanner/fillNames``.
package enum UsualField: Hashable, Sendable {
  case client
  case user
  case method
  /// The target before its `?`.
  case path
  /// As many path components, without a slash at their end.
  case section(components: Int)
  case requestProtocol
  case referrer
  /// The origin of the referrer.
  case referrerOrigin
  case agent
  /// The agent with a mark of its bytes in place of the hash, for names that are made from it.
  case agentMark
  case status
  case statusClass
  /// The network of that many bits of an IPv4 client.
  case network(bits: Int)
  /// The server of its source, if that is known.
  case server
  /// What no usual line has.
  case missing
}

/// Where the name of a hit stands, and its hash.
package struct NamePlace: Sendable {
  /// The hash of the name.
  package var hash: UInt64 = 0
  package var start: UInt32 = 0
  /// ``unfilled`` where the line has to be parsed for it.
  package var count: UInt32 = 0
  /// Whether it stands in the caller's names, not in the lines.
  package var isMade = false

  @inlinable package static var unfilled: UInt32 { @inline(__always) get { .max } }

  package init() {}

  package init(hash: UInt64, range: Range<Int>, isMade: Bool = false) {
    self.hash = hash
    start = UInt32(truncatingIfNeeded: range.lowerBound)
    count = UInt32(truncatingIfNeeded: range.count)
    self.isMade = isMade
  }
}

/// Names that stand in no line, each at a place of its own at the beginning of a caller's names.
package enum ConstantNames {
  /// `-`, all statuses in order, the status classes in order and `other`.
  package static let text: [UInt8] = {
    var text: [UInt8] = [UInt8(ascii: "-")]
    for status in 0..<1_000 {
      for digit in [status / 100, status / 10 % 10, status % 10] {
        text.append(UInt8(ascii: "0") + UInt8(digit))
      }
    }
    return text + Array("1xx2xx3xx4xx5xxother".utf8)
  }()

  /// A name of at most 8 bytes.
  struct Name {
    /// Where it stands in ``text``.
    var range: Range<Int>
    /// Its bytes, the first in the lowest bits.
    var word: UInt64
  }

  @inline(__always)
  static func status(_ status: Int) -> Name {
    let first = UInt64(truncatingIfNeeded: status / 100)
    let second = UInt64(truncatingIfNeeded: status / 10 % 10)
    let third = UInt64(truncatingIfNeeded: status % 10)
    return Name(
      range: 1 &+ 3 &* status..<4 &+ 3 &* status,
      word: 0x30_3030 | first | second &<< 8 | third &<< 16)
  }

  @inline(__always)
  static func statusClass(_ status: Int) -> Name {
    guard 100..<600 ~= status else {
      // `other`.
      return Name(range: 3_016..<3_021, word: 0x72_6568_746F)
    }
    let digit = status / 100
    return Name(
      range: 2_998 &+ 3 &* digit..<3_001 &+ 3 &* digit,
      word: 0x78_7830 | UInt64(truncatingIfNeeded: digit))
  }
}
