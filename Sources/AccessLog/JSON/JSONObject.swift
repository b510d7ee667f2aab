/// The values of a JSON object that stand under known names.
enum JSONObject {
  /// Reads the values of a line that have one of the names; returns `false` if it is no JSON object.
  ///
  /// - Complexity: O(length), without allocation.
  static func read(
    _ bytes: RawSpan, _ line: Range<Int>, _ names: NameTree, into values: inout NamedValues
  ) -> Bool {
    var guesses = NameGuesses.none
    return read(bytes, line, names, &guesses, into: &values)
  }

  /// The same, for lines that follow each other.
  static func read(
    _ bytes: RawSpan, _ line: Range<Int>, _ names: NameTree, _ guesses: inout NameGuesses,
    into values: inout NamedValues
  ) -> Bool {
    let end = line.upperBound
    var index = JSONText.endOfSpaces(bytes, line.lowerBound, end)
    guard index < end, bytes[index] == UInt8(ascii: "{") else { return false }
    index = JSONText.endOfSpaces(bytes, index &+ 1, end)
    var node = NameTree.root
    var depth = 0
    var keyCount = 0
    var parents = InlineArray<8, UInt8>(repeating: NameTree.root)
    while index < end {
      if bytes[index] == doubleQuote {
        guard
          let value = value(
            bytes, behindKeyAt: index, end, in: node, names, keyCount, &guesses, &values)
        else { return false }
        keyCount &+= 1
        index = value.end
        if value.child != NameTree.none {
          guard depth < NameTree.maximumDepth else { return false }
          parents[depth & 7] = node
          depth &+= 1
          node = value.child
          index = JSONText.endOfSpaces(bytes, index, end)
          continue
        }
      } else {
        // Only an empty object has no key behind its bracket.
        guard bytes[index] == UInt8(ascii: "}"), bytes[index &- 1] != UInt8(ascii: ",") else {
          return false
        }
      }
      // Objects that end here, and what stands between this value and the next key.
      index = JSONText.endOfSpaces(bytes, index, end)
      while index < end, bytes[index] == UInt8(ascii: "}") {
        index = JSONText.endOfSpaces(bytes, index &+ 1, end)
        guard depth > 0 else { return index == end }
        depth &-= 1
        node = parents[depth & 7]
      }
      guard index < end, bytes[index] == UInt8(ascii: ",") else { return false }
      index = JSONText.endOfSpaces(bytes, index &+ 1, end)
    }
    return false
  }

  /// Reads the value of the key whose quote stands at `start`; returns where it ends, or where the
  /// keys of the object begin that it is and which node that has; `nil` if there is no value.
  @inline(__always)
  private static func value(
    _ bytes: RawSpan, behindKeyAt start: Int, _ end: Int, in node: UInt8, _ names: NameTree,
    _ keyIndex: Int, _ guesses: inout NameGuesses, _ values: inout NamedValues
  ) -> (end: Int, child: UInt8)? {
    // The key, its quotes and the colon.
    let count = guesses.count(keyIndex, bytes, at: start, in: node)
    var index = start &+ count
    let place: Int
    if count > 0 {
      place = guesses.place(keyIndex)
    } else {
      guard let key = key(bytes, at: start, end, in: node, names, keyIndex, &guesses) else {
        return nil
      }
      (index, place) = (key.end, key.place)
    }
    index = JSONText.endOfSpaces(bytes, index, end)
    guard index < end else { return nil }
    guard place >= 0 else {
      return JSONText.endOfValue(bytes, index, end).map { ($0, NameTree.none) }
    }
    // Of two objects under one key the last one counts, too.
    values.remove(names.values(at: place))
    let entry = names.entry(at: place)
    if bytes[index] == doubleQuote {
      return string(bytes, index, end, entry, &values).map { ($0, NameTree.none) }
    }
    switch bytes[index] {
    case UInt8(ascii: "{"):
      let child = names.child(at: place)
      guard child == NameTree.none else { return (index &+ 1, child) }
    case UInt8(ascii: "["):
      // Caddy's headers are arrays of strings, of which the first is read.
      let first = JSONText.endOfSpaces(bytes, index &+ 1, end)
      if first < end, bytes[first] == doubleQuote,
        string(bytes, first, end, entry, &values) == nil
      {
        return nil
      }
    default:
      guard let valueEnd = JSONText.endOfValue(bytes, index, end) else { return nil }
      if entry != NameTree.none, valueEnd > index, !JSONText.isNull(bytes, index, valueEnd) {
        values.set(entry, index, valueEnd, isEscaped: false)
      }
      return (valueEnd, NameTree.none)
    }
    return JSONText.endOfValue(bytes, index, end).map { ($0, NameTree.none) }
  }

  /// What the key means whose quote stands at `start`, and the place behind its colon.
  @inline(never)
  private static func key(
    _ bytes: RawSpan, at start: Int, _ end: Int, in node: UInt8, _ names: NameTree,
    _ keyIndex: Int, _ guesses: inout NameGuesses
  ) -> (end: Int, place: Int)? {
    var hasEscapes = false
    let keyEnd = JSONText.endOfString(bytes, start &+ 1, end, &hasEscapes)
    guard keyEnd < end else { return nil }
    let colon = JSONText.endOfSpaces(bytes, keyEnd &+ 1, end)
    guard colon < end, bytes[colon] == UInt8(ascii: ":") else { return nil }
    // No writer escapes a name that is read.
    let place = hasEscapes ? -1 : names.find(bytes, start &+ 1..<keyEnd, in: node)
    guesses.keep(keyIndex, bytes, start..<colon &+ 1, in: node, place: place)
    return (colon &+ 1, place)
  }

  /// Reads the string whose quote stands at `start`, and returns the place behind it.
  @inline(__always)
  private static func string(
    _ bytes: RawSpan, _ start: Int, _ end: Int, _ entry: UInt8, _ values: inout NamedValues
  ) -> Int? {
    var hasEscapes = false
    let stringEnd = JSONText.endOfString(bytes, start &+ 1, end, &hasEscapes)
    guard stringEnd < end else { return nil }
    if entry != NameTree.none {
      values.set(entry, start &+ 1, stringEnd, isEscaped: hasEscapes)
    }
    return stringEnd &+ 1
  }
}
