/// The parts of a record that is a JSON object, as shippers write them around lines.
///
/// JSON is read as bytes: what is no UTF-8 passes through. One value reads record after record, so that it
/// allocates nothing.
struct RecordObject {
  /// Where the line may be, the likeliest first.
  private static let lineNames = ["message", "log", "msg", "MESSAGE", "payload"].map {
    Array($0.utf8)
  }
  /// Where the server may be; a dot stands between an object's name and one within it.
  private static let serverNames = [
    "host", "host.name", "hostname", "HOST", "agent.name", "kubernetes.host",
  ].map { Array($0.utf8) }
  private static let objectNames = ["host", "agent", "kubernetes"].map { Array($0.utf8) }

  /// Strings, without their quotes; empty at 0 where there is none.
  private var lines = [Range<Int>](repeating: 0..<0, count: lineNames.count)
  private var servers = [Range<Int>](repeating: 0..<0, count: serverNames.count)
  /// The same for records of the same keys with strings at the same places.
  private(set) var shape: UInt64 = 0

  /// Reads a record; `false` if it is no object.
  ///
  /// - Complexity: O(length).
  mutating func read(_ bytes: UnsafeRawBufferPointer) -> Bool {
    for index in lines.indices { lines[index] = 0..<0 }
    for index in servers.indices { servers[index] = 0..<0 }
    shape = 0xcbf2_9ce4_8422_2325
    var scan = unsafe JSONScan(bytes)
    scan.skipSpaces()
    guard scan.take(UInt8(ascii: "{")), readObject(&scan, within: nil) else { return false }
    scan.skipSpaces()
    return scan.isAtEnd
  }

  private mutating func readObject(_ scan: inout JSONScan, within outer: Int?) -> Bool {
    scan.skipSpaces()
    if scan.take(UInt8(ascii: "}")) { return true }
    repeat {
      scan.skipSpaces()
      guard let key = scan.string() else { return false }
      scan.skipSpaces()
      guard scan.take(UInt8(ascii: ":")) else { return false }
      scan.skipSpaces()
      let isString = scan.next == UInt8(ascii: "\"")
      if outer == nil { note(key, isString, scan) }
      if isString {
        guard let text = scan.string() else { return false }
        keep(text, key, scan, within: outer)
      } else if outer == nil, scan.next == UInt8(ascii: "{"),
        let object = RecordObject.objectNames.firstIndex(where: { scan.equals(key, $0) })
      {
        _ = scan.take(UInt8(ascii: "{"))
        guard readObject(&scan, within: object) else { return false }
      } else {
        guard scan.skipValue() else { return false }
      }
      scan.skipSpaces()
    } while scan.take(UInt8(ascii: ","))
    return scan.take(UInt8(ascii: "}"))
  }

  private mutating func note(_ key: Range<Int>, _ isString: Bool, _ scan: JSONScan) {
    for index in key { shape = (shape ^ UInt64(scan[index])) &* 0x100_0000_01b3 }
    shape = (shape ^ (isString ? 0x22 : 0x3a)) &* 0x100_0000_01b3
  }

  private mutating func keep(
    _ text: Range<Int>, _ key: Range<Int>, _ scan: JSONScan, within outer: Int?
  ) {
    guard let outer else {
      if let index = RecordObject.lineNames.firstIndex(where: { scan.equals(key, $0) }) {
        lines[index] = text
      } else if let index = RecordObject.serverNames.firstIndex(where: { scan.equals(key, $0) }) {
        servers[index] = text
      }
      return
    }
    let name = RecordObject.objectNames[outer]
    for (index, server) in RecordObject.serverNames.enumerated()
    where server.count == name.count + 1 + key.count && server.starts(with: name)
      && server[name.count] == UInt8(ascii: ".") && scan.equals(key, server[(name.count + 1)...])
    {
      servers[index] = text
    }
  }

  /// Where the line is, as it is escaped; `nil` if no string may be one.
  var line: Range<Int>? { lines.first { $0.lowerBound > 0 } }

  /// Where the server's name is, as it is escaped; `nil` if there is none.
  var server: Range<Int>? { servers.first { !$0.isEmpty } }
}

/// A place in JSON.
@safe struct JSONScan {
  private let bytes: UnsafeRawBufferPointer
  private var index = 0

  init(_ bytes: UnsafeRawBufferPointer) { unsafe self.bytes = unsafe bytes }

  var isAtEnd: Bool { unsafe index == bytes.count }
  /// The byte here; 0 at the end.
  var next: UInt8 { isAtEnd ? 0 : unsafe bytes[index] }

  subscript(_ index: Int) -> UInt8 { unsafe bytes[index] }

  func equals(_ range: Range<Int>, _ text: some Collection<UInt8>) -> Bool {
    range.count == text.count && zip(range, text).allSatisfy { self[$0] == $1 }
  }

  mutating func skipSpaces() {
    while [32, 9, 10, 13].contains(next) { index += 1 }
  }

  /// Passes a byte, if it is here.
  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte, !isAtEnd else { return false }
    index += 1
    return true
  }

  /// Passes a string, and returns what is between its quotes; `nil` if there is none.
  mutating func string() -> Range<Int>? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    let start = index
    while !isAtEnd {
      switch next {
      case UInt8(ascii: "\""):
        index += 1
        return start..<index - 1
      case UInt8(ascii: "\\"): unsafe index = min(index + 2, bytes.count)
      default: index += 1
      }
    }
    return nil
  }

  /// Passes any value; `false` if it does not end.
  mutating func skipValue() -> Bool {
    var depth = 0
    while !isAtEnd {
      switch next {
      case UInt8(ascii: "\""):
        guard string() != nil else { return false }
        if depth == 0 { return true }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        index += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return true }
        depth -= 1
        index += 1
        if depth == 0 { return true }
      case UInt8(ascii: ",") where depth == 0: return true
      default: index += 1
      }
    }
    return false
  }
}

extension [UInt8] {
  /// Appends what a JSON string means that is escaped in a range of bytes.
  ///
  /// Half of a surrogate pair becomes U+FFFD; an escape that there is not stays as it is.
  mutating func append(unescaping range: Range<Int>, of bytes: UnsafeRawBufferPointer) {
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = unsafe bytes[index]
      index += 1
      guard byte == UInt8(ascii: "\\"), index < range.upperBound else {
        append(byte)
        continue
      }
      let escape = unsafe bytes[index]
      index += 1
      switch escape {
      case UInt8(ascii: "n"): append(10)
      case UInt8(ascii: "t"): append(9)
      case UInt8(ascii: "r"): append(13)
      case UInt8(ascii: "b"): append(8)
      case UInt8(ascii: "f"): append(12)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): append(escape)
      case UInt8(ascii: "u"):
        guard let unit = unsafe Array.unit(bytes, index, range.upperBound) else {
          self += [byte, escape]
          continue
        }
        index += 4
        var scalar = unit
        if (0xD800..<0xDC00).contains(unit), index + 6 <= range.upperBound,
          unsafe bytes[index] == UInt8(ascii: "\\"), unsafe bytes[index + 1] == UInt8(ascii: "u"),
          let low = unsafe Array.unit(bytes, index + 2, range.upperBound),
          (0xDC00..<0xE000).contains(low)
        {
          scalar = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
          index += 6
        }
        self += String(Unicode.Scalar(scalar) ?? "\u{FFFD}").utf8
      default: self += [byte, escape]
      }
    }
  }

  /// The four hexadecimal digits at an index.
  private static func unit(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> UInt32? {
    guard start + 4 <= end else { return nil }
    var unit: UInt32 = 0
    for index in start..<start + 4 {
      let byte = unsafe bytes[index]
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      unit = unit << 4 | UInt32(digit)
    }
    return unit
  }
}
