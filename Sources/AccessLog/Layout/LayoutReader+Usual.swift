/// How nearly all lines are laid out; they are read without looking at each byte.
///
/// Anything else is left to ``LayoutReader/find``, so that this decides nothing: fields are found as
/// that would find them, or not at all. Of a quoted field the first quote is its end, of other fields
/// the first place where the text behind it stands.
///
/// The loads are not checked: with checks, most of the speed is lost. None is of more than 64 bytes,
/// and each begins within the line or at its end.
extension LayoutReader {
  /// Finds the fields of a usual line, and returns whether it is one.
  ///
  /// - Precondition: the range is in the bytes, and ``LineScanner/slack`` bytes stand behind it.
  @unsafe @inline(__always)
  mutating func findUsual(_ bytes: RawSpan, from lineStart: Int, to end: Int) -> Bool {
    let count = layout.usual.count
    let leadCount = layout.leadCount
    guard count > 0, end &- lineStart > leadCount,
      unsafe layout.lead?.stands(in: bytes, at: lineStart) == true
    else { return false }
    nanoseconds = nil
    hasNegativeDuration = false
    responseBytes = 0
    let isPadded = layout.traits.contains(.padded)
    var start = lineStart &+ leadCount
    for index in 0..<count {
      if isPadded { start = unsafe bytes.endOfUsualSpaces(from: start, to: end) }
      // A field that is left out is not usual.
      guard start < end else { return false }
      start = unsafe takeUsual(index, bytes, from: start, to: end)
      guard start > 0 else { return false }
    }
    if hasNegativeDuration { nanoseconds = nil }
    return start == end || layout.hasRest
  }

  /// Takes the field of a step that begins at `start`, and returns where the next one does; 0 if it is
  /// not a usual one.
  ///
  /// The steps are read where they are: an array of its own would be retained for each line.
  @unsafe @inline(__always)
  private mutating func takeUsual(
    _ index: Int, _ bytes: RawSpan, from start: Int, to end: Int
  ) -> Int {
    var fieldEnd: Int
    switch layout.usual[index].kind {
    case .time:
      fieldEnd = unsafe time.endOfRepeated(layout.usual[index].timeForm, bytes, from: start)
      if fieldEnd > 0 {
        instant = time.repeated
      } else {
        guard let read = time.read(layout.usual[index].timeForm, bytes, from: start, to: end) else {
          return 0
        }
        instant = read.instant
        fieldEnd = read.end
      }
    case .status:
      let word = unsafe bytes.uncheckedWord(at: start)
      guard let value = word.status, word.digitCount == 3 else { return 0 }
      status = value
      fieldEnd = start &+ 3
    case .bytes:
      let word = unsafe bytes.uncheckedWord(at: start)
      let digits = word.digitCount
      guard digits < 8 else { return 0 }
      responseBytes = word.number(digits: digits)
      if digits == 0, UInt8(truncatingIfNeeded: word) != dash { return 0 }
      fieldEnd = start &+ max(digits, 1)
    case .word:
      fieldEnd = start
      while true {
        fieldEnd = unsafe bytes.usualOffset(
          of: layout.usual[index].text.first, from: fieldEnd, to: end)
        guard fieldEnd &+ layout.usual[index].text.count <= end else { return 0 }
        if unsafe layout.usual[index].text.stands(in: bytes, at: fieldEnd),
          !layout.usual[index].isList
            || !LayoutReader.isInList(bytes, from: start, fieldEnd, to: end)
        {
          break
        }
        guard !layout.usual[index].isWord else { return 0 }
        fieldEnd &+= 1
      }
      guard unsafe setUsual(index, bytes, start..<fieldEnd, to: end) else { return 0 }
      return fieldEnd &+ layout.usual[index].advance
    case .quoted:
      guard unsafe bytes.uncheckedByte(at: start) == doubleQuote else { return 0 }
      fieldEnd = start &+ 1
      while true {
        let count = unsafe bytes.uncheckedMarks(of: doubleQuote, at: fieldEnd)
          .trailingZeroBitCount
        fieldEnd &+= count
        guard fieldEnd < end else { return 0 }
        if count < 64 { break }
      }
      if unsafe bytes.uncheckedByte(at: fieldEnd &- 1) == UInt8(ascii: "\\") {
        fieldEnd = closingQuote(bytes, from: start &+ 1, to: end)
      }
      guard fieldEnd &+ layout.usual[index].text.count <= end,
        unsafe layout.usual[index].text.stands(in: bytes, at: fieldEnd),
        unsafe setUsual(index, bytes, start &+ 1..<fieldEnd, to: end)
      else { return 0 }
      return fieldEnd &+ layout.usual[index].advance
    case .skipped:
      fieldEnd = unsafe bytes.usualOffset(
        of: layout.usual[index].text.first, times: layout.usual[index].skippedCount, from: start,
        to: end)
      return fieldEnd < end ? fieldEnd &+ 1 : 0
    case .line:
      guard unsafe setUsual(index, bytes, start..<end, to: end) else { return 0 }
      return end
    }
    guard fieldEnd &+ layout.usual[index].text.count <= end,
      unsafe layout.usual[index].text.stands(in: bytes, at: fieldEnd)
    else { return 0 }
    return fieldEnd &+ layout.usual[index].advance
  }

  @unsafe @inline(__always)
  private mutating func setUsual(
    _ index: Int, _ bytes: RawSpan, _ range: Range<Int>, to end: Int
  ) -> Bool {
    if layout.usual[index].isBeforeVersion {
      let next = range.upperBound &+ layout.usual[index].advance
      guard next &+ 5 < end,
        unsafe bytes.uncheckedWord(at: next) & 0xFF_FFFF_FFFF == 0x2F_5054_5448  // "HTTP/"
      else { return false }
    }
    if layout.usual[index].field == .skip { return true }
    setPlace(of: layout.usual[index].field, to: range)
    guard layout.usual[index].field == .duration else { return true }
    let value = unsafe bytes.usualDuration(at: range, in: layout.usual[index].unitNanoseconds)
    guard value >= 0 else {
      return addDuration(layout.steps[layout.usual[index].index], bytes, range)
    }
    let (sum, isOver) = (nanoseconds ?? 0).addingReportingOverflow(value)
    nanoseconds = isOver ? .max : sum
    return true
  }

  /// Fills the record of a usual line, and returns whether it is one.
  ///
  /// - Precondition: `start` is in the bytes, and ``LineScanner/slack`` bytes stand behind `end`.
  @inline(__always)
  mutating func fillUsual(
    _ record: inout LineRecord, _ bytes: RawSpan, from start: Int, to end: Int, _ names: NameHashes
  ) -> Bool {
    guard start < end, end &- start <= LineParser.maximumLength else { return false }
    let first = unsafe bytes.uncheckedByte(at: start)
    guard first != UInt8(ascii: "#"), !LineStart.mayBePadding(first),
      unsafe findUsual(bytes, from: start, to: end),
      let hash = unsafe usualClient(bytes, names)
    else { return false }
    record.start = UInt32(truncatingIfNeeded: start)
    record.second = instant.seconds
    record.responseBytes = responseBytes
    record.status = UInt16(truncatingIfNeeded: status)
    record.clientHash = hash
    if unsafe !fillUsualNames(&record, bytes, names) {
      names.fill(&record, bytes, request(bytes)?.request)
    }
    record.layout &= ~LineRecord.usualLayout
    record.duration = LoggedDuration(nanoseconds: nanoseconds ?? -1)
    return true
  }

  /// Fills in the names of a usual request.
  @unsafe @inline(__always)
  private func fillUsualNames(
    _ record: inout LineRecord, _ bytes: RawSpan, _ names: NameHashes
  ) -> Bool {
    let whole = place(.request)
    if whole.isEmpty {
      guard
        unsafe names.fillUsual(&record, bytes, method: place(.method), target: place(.target))
      else { return false }
    } else {
      guard
        unsafe names.fillUsual(
          &record, bytes, from: whole.lowerBound, to: whole.upperBound,
          isAbsolute: layout.traits.contains(.absoluteTargets))
      else { return false }
    }
    let sectionEnd = Int(record.sectionStart) &+ Int(record.sectionLength)
    let behind = unsafe bytes.uncheckedByte(at: sectionEnd)
    return behind != UInt8(ascii: "#") || !layout.traits.contains(.escapesWithHash)
  }

  /// The hash of the client's name; `nil` if there is none.
  @unsafe @inline(__always)
  private mutating func usualClient(_ bytes: RawSpan, _ names: NameHashes) -> UInt64? {
    let peer = place(.client)
    let field = peer.isEmpty ? place(.forwardedFor) : peer
    let hasPort = layout.traits.contains(.clientHasPort) && !peer.isEmpty
    let start = field.lowerBound
    let count = (unsafe bytes.uncheckedVector(at: start)).countOfIPv4
    if count > 0, unsafe isAll(hasPort, bytes, count, of: field) {
      return names.client(unsafe bytes.uncheckedWords(at: start, count: count), count)
    }
    return unsafe unusualClient(hasPort, bytes, field, names)
  }

  /// Whether the address of so many bytes at the beginning of a client is all of it but for a port.
  @unsafe @inline(__always)
  private func isAll(_ hasPort: Bool, _ bytes: RawSpan, _ count: Int, of field: Range<Int>) -> Bool
  {
    guard hasPort else { return count == field.count }
    let port = unsafe bytes.uncheckedWord(at: field.lowerBound &+ count)
    let digits = field.count &- count &- 1
    return UInt8(truncatingIfNeeded: port) == UInt8(ascii: ":") && digits > 0 && digits < 7
      && (port &>> 8).digitCount == digits
  }

  @unsafe @inline(never)
  private mutating func unusualClient(
    _ hasPort: Bool, _ bytes: RawSpan, _ field: Range<Int>, _ names: NameHashes
  ) -> UInt64? {
    // Of an IPv6 address what stands behind the last colon is the port.
    let address = hasPort ? Site.withoutPort(bytes, field) : field
    if hasPort == (address.count < field.count), !address.isEmpty, address.count < 48,
      bytes.formOfIPv6(at: address.lowerBound, count: address.count) == .canonical
    {
      return names.client(bytes, address)
    }
    guard let client = client(bytes) else { return nil }
    return names.hash(ofClient: client, bytes)
  }
}

extension RawSpan {
  /// The first place of a byte from `start` on, or one behind `end` if it is not before that.
  ///
  /// - Precondition: 32 bytes stand at `end`.
  @unsafe @inline(__always)
  fileprivate func usualOffset(of byte: SIMD16<UInt8>, from start: Int, to end: Int) -> Int {
    var index = start
    while index < end {
      let marks = (unsafe uncheckedVector(at: index) .== byte).bits
      if marks != 0 { return index &+ marks.trailingZeroBitCount }
      index &+= 16
    }
    return end
  }

  /// The place where a byte stands for that many times from `start` on, or one that is not before `end`.
  ///
  /// - Precondition: 64 bytes stand at `end`.
  @unsafe @inline(__always)
  fileprivate func usualOffset(
    of byte: SIMD16<UInt8>, times count: Int, from start: Int, to end: Int
  ) -> Int {
    guard count > 1 else { return unsafe usualOffset(of: byte, from: start, to: end) }
    var index = start
    var left = count
    while index < end {
      var marks = unsafe uncheckedMarks(of: byte, at: index)
      while left > 1, marks != 0 {
        marks &= marks &- 1
        left &-= 1
      }
      if marks != 0 { return index &+ marks.trailingZeroBitCount }
      index &+= 64
    }
    return end
  }

  /// The first place from `start` on where no space or tab stands, or `end`.
  @unsafe @inline(__always)
  fileprivate func endOfUsualSpaces(from start: Int, to end: Int) -> Int {
    var index = start
    while index < end, unsafe uncheckedByte(at: index).isSeparator { index &+= 1 }
    return index
  }
}
