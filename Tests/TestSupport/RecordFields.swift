/// Where the fields of a record stand in its bytes, those of the records within it too.
///
/// Written down a second time, from the description of the wire format of Protocol Buffers.
package struct RecordFields {
  /// Each field, from its key to the end of its value.
  package private(set) var ranges: [Range<Int>] = []

  /// Fails where the bytes are no record.
  package init?(_ bytes: [UInt8]) {
    var offset = 0
    guard read(bytes, &offset, until: nil), offset == bytes.count else { return nil }
  }

  /// A field of each kind whose tag no record has.
  package static let unknown: [[UInt8]] = {
    let tag = 50_000
    func key(_ kind: Int) -> [UInt8] { varint(tag << 3 | kind) }
    let number = key(0) + varint(70_000)
    let word = key(1) + [1, 2, 3, 4, 5, 6, 7, 8]
    let bytes = key(2) + [3, 7, 7, 7]
    return [
      number, word, bytes, key(5) + [1, 2, 3, 4], key(3) + key(4),
      key(3) + bytes + [11, 8, 1, 12] + key(4),
    ]
  }()

  private mutating func read(_ bytes: [UInt8], _ offset: inout Int, until tag: Int?) -> Bool {
    while offset < bytes.count {
      let start = offset
      guard let key = RecordFields.varint(bytes, &offset) else { return false }
      switch key & 7 {
      case 0: guard RecordFields.varint(bytes, &offset) != nil else { return false }
      case 1: offset += 8
      case 2:
        guard let count = RecordFields.varint(bytes, &offset) else { return false }
        offset += count
      case 3: guard read(bytes, &offset, until: key >> 3) else { return false }
      case 4: return key >> 3 == tag
      case 5: offset += 4
      default: return false
      }
      guard offset <= bytes.count else { return false }
      ranges.append(start..<offset)
    }
    return tag == nil
  }

  private static func varint(_ bytes: [UInt8], _ offset: inout Int) -> Int? {
    var value = 0
    for shift in stride(from: 0, to: 63, by: 7) where offset < bytes.count {
      value |= Int(bytes[offset] & 0x7F) << shift
      offset += 1
      if bytes[offset - 1] < 0x80 { return value }
    }
    return nil
  }

  private static func varint(_ value: Int) -> [UInt8] {
    value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + varint(value >> 7)
  }
}
