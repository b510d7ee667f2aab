/// Fills the records of lines that are laid out as nearly all are; see
/// ``LayoutFields/findUsual(_:_:from:to:)``.
extension LayoutReader {
  /// Fills the record of a usual line, and returns whether it is one.
  ///
  /// - Precondition: `start` is in the bytes, and ``LineScanner/slack`` bytes stand behind `end`.
  @inline(__always)
  mutating func fillUsual(
    _ record: inout LineRecord, _ bytes: RawSpan, from start: Int, to end: Int, _ names: NameHashes
  ) -> Bool {
    guard unsafe LineStart.mayBeUsual(bytes, from: start, to: end),
      unsafe found.findUsual(layout.counted, bytes, from: start, to: end),
      let hash = unsafe usualClient(bytes, names)
    else { return false }
    record.start = UInt32(truncatingIfNeeded: start)
    record.second = found.instant.seconds
    record.responseBytes = found.responseBytes
    record.status = UInt16(truncatingIfNeeded: found.status)
    record.clientHash = hash
    if unsafe !fillUsualNames(&record, bytes, names) {
      names.fill(&record, bytes, request(bytes)?.request)
    }
    record.layout &= ~LineRecord.usualLayout
    record.duration = LoggedDuration(nanoseconds: found.nanoseconds ?? -1)
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
    // Where the layout has a peer, what it forwards for was not looked for.
    guard !peer.isEmpty || !layout.hasClient else { return nil }
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
