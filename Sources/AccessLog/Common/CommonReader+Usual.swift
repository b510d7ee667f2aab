/// How nearly all lines are laid out; their records are filled without the parser.
///
/// Anything else is left to the parser, so that this decides nothing: a record is filled as the parser
/// would, or not at all. It takes 97 of 100 lines of the log of `make bench`, and scanning a line of
/// that takes 548 instructions; with the parser alone about 700.
///
/// Where a client, a method or a target ends cannot be foreseen, so that no branch asks for it: to
/// guess wrong costs a processor as much as 40 instructions.
extension CommonReader {
  /// Fills the record of a usual line, and returns whether it is one.
  ///
  /// A usual line is `client - - [the time of the line before] "GET /target HTTP/1.1" 200 1234`,
  /// whatever follows, with a client of at most 47 bytes, a user of at most 14 if the client is an
  /// IPv4 address, a request of a few hundred and a section of at most 16; any method of at most 7 capital
  /// letters will do, and `-` for the size.
  ///
  /// The loads are not checked: with checks, most of the speed is lost. None is of more than 64 bytes,
  /// and each begins within the line or at most 95 bytes behind its beginning: there, at the latest,
  /// the request begins.
  ///
  /// - Precondition: `start` is in the bytes, and ``LineScanner/slack`` bytes stand behind `end`.
  @inline(__always)
  mutating func fillUsual(
    _ record: inout LineRecord, _ bytes: RawSpan, from start: Int, to end: Int, _ names: NameHashes
  ) -> Bool {
    let ipv4Count = (unsafe bytes.uncheckedVector(at: start)).countOfIPv4
    var client = UnusualClient(count: ipv4Count, isNamedAsLogged: true)
    if ipv4Count == 0 { client = unusualClient(bytes, from: start) }
    let clientCount = client.count
    let clientEnd = start &+ clientCount
    var bracket = clientEnd &+ 5
    if !FieldFinder.isDashes(unsafe bytes.uncheckedWord(at: clientEnd)) {
      bracket = bracketBehindUser(bytes, from: clientEnd)
    }
    guard clientCount > 0, bracket > 0, end &- start <= LineParser.maximumLength,
      let instant = finder.lastTimestamp.instantBeforeRequest(
        unsafe bytes.uncheckedVector(at: bracket), unsafe bytes.uncheckedVector(at: bracket &+ 14))
    else { return false }
    let requestStart = bracket &+ CachedTimestamp.length
    var quote = requestStart
    while true {
      let count = unsafe bytes.uncheckedMarks(of: doubleQuote, at: quote).trailingZeroBitCount
      quote &+= count
      // The parser would search all of a long request a second time.
      guard quote < end, quote &- requestStart < 256 else { return false }
      if count < 64 { break }
    }
    let behind = unsafe bytes.uncheckedWord(at: quote &+ 1)
    guard behind & 0xFF_0000_00FF == 0x20_0000_0020, let status = (behind &>> 8).status else {
      return false
    }
    let size = unsafe bytes.uncheckedWord(at: quote &+ 6)
    let digits = size.digitCount
    // One byte where there is a dash, which is no digit.
    let dash = UInt8(truncatingIfNeeded: size) == UInt8(ascii: "-") ? 1 : 0
    let sizeEnd = quote &+ 6 &+ (digits | dash)
    guard digits < 8, digits | dash > 0, sizeEnd <= end,
      sizeEnd == end || (unsafe bytes.uncheckedByte(at: sizeEnd)) == space,
      unsafe names.fillUsual(&record, bytes, from: requestStart, to: quote),
      !needsCombinedFields || hasCombinedFields(bytes, from: sizeEnd, to: end)
    else { return false }
    record.hasNamedClient = client.isNamedAsLogged
    record.start = UInt32(truncatingIfNeeded: start)
    record.second = instant.seconds
    record.responseBytes = size.number(digits: digits)
    record.status = UInt16(truncatingIfNeeded: status)
    record.clientHash =
      ipv4Count > 0
      ? names.client(unsafe bytes.uncheckedWords(at: start, count: ipv4Count), ipv4Count)
      : client.isNamedAsLogged
        ? names.client(bytes, start..<clientEnd) : names.hash(ofClient: start..<clientEnd, bytes)
    return true
  }

  /// Where the bracket before the time stands if ` - user ` is before it; 0 if it is not there.
  ///
  /// The line is one of Common Log Format then, since the client is an address: any other client was
  /// counted only where `- - [` follows. A user with spaces, brackets or quotes is left to the parser.
  @inline(never)
  private func bracketBehindUser(_ bytes: RawSpan, from clientEnd: Int) -> Int {
    guard unsafe bytes.uncheckedWord(at: clientEnd) & 0xFF_FFFF == 0x20_2D20 else { return 0 }
    let user = unsafe bytes.uncheckedVector(at: clientEnd &+ 3)
    let spaces = (user .== .all(space)).bits
    let bracket = (user .== .all(UInt8(ascii: "["))).bits.trailingZeroBitCount
    let quote = (user .== .all(doubleQuote)).bits.trailingZeroBitCount
    guard bracket < 16, bracket > 1, spaces.trailingZeroBitCount == bracket &- 1, quote > bracket
    else { return 0 }
    return clientEnd &+ 3 &+ bracket
  }

  @inline(never)
  private func hasCombinedFields(_ bytes: RawSpan, from sizeEnd: Int, to end: Int) -> Bool {
    let rest = bytes.endOfSeparators(from: sizeEnd, to: end)
    return CombinedFields(rest: rest..<end, in: bytes) != nil
  }

  /// A client that is no IPv4 address.
  private struct UnusualClient {
    /// At most 47 bytes; 0 if there is no client.
    var count: Int
    /// Whether its name is what stands there.
    var isNamedAsLogged: Bool
  }

  /// The client that stands at `start` and is no IPv4 address.
  ///
  /// That a space ends it is for the caller to see.
  @inline(never)
  private func unusualClient(_ bytes: RawSpan, from start: Int) -> UnusualClient {
    let count = unsafe bytes.uncheckedMarks(of: space, at: start).trailingZeroBitCount
    guard count < 48, FieldFinder.isDashes(unsafe bytes.uncheckedWord(at: start &+ count)) else {
      return UnusualClient(count: 0, isNamedAsLogged: false)
    }
    switch bytes.formOfIPv6(at: start, count: count) {
    case .canonical: return UnusualClient(count: count, isNamedAsLogged: true)
    case .other: return UnusualClient(count: count, isNamedAsLogged: false)
    case .none: break
    }
    return switch ClientWord(bytes, start..<start &+ count) {
    case .name, .missing: UnusualClient(count: count, isNamedAsLogged: true)
    case .address: UnusualClient(count: count, isNamedAsLogged: false)
    case .other: UnusualClient(count: 0, isNamedAsLogged: false)
    }
  }
}
